using System;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests.UserManagement;

public sealed class UserManagementApiTests : SimulatorTest
{
    protected override SimulatorOptions Options => new() { Users = 500, ScopedKeys = true };

    [Fact]
    public async Task A_managed_account_can_be_managed()
    {
        using var response = await GetAsync(
            Manage(Pick(person => person is { Managed: true, EmailVerified: true, ManagementSource: "invited", Index: > 0 })),
            Bearer()
        );
        var body = await JsonAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((bool)body["lifecycle.enablement"]!["allowed"]!);
        Assert.True((bool)body["lifecycle.delete"]!["allowed"]!);
        Assert.True((bool)body["profile.write"]!["name"]!["allowed"]!);
    }

    [Fact]
    public async Task An_account_of_an_identity_provider_returns_that_reason()
    {
        using var response = await GetAsync(Manage(Pick(person => person is { Managed: true, EmailVerified: true, ManagementSource: "synced" })), Bearer());
        var rule = (await JsonAsync(response))["lifecycle.enablement"]!;
        Assert.False((bool)rule["allowed"]!);
        Assert.Equal("externalDirectory.scim", (string?)rule["reason"]!["key"]);
    }

    [Fact]
    public async Task Privileges_are_filtered_by_name()
    {
        using var response = await GetAsync(Manage(Simulator.State.People[0]) + "?privileges=lifecycle.enablement,apiToken.read", Bearer());
        var body = (await JsonAsync(response)).AsObject();
        Assert.Equal(["lifecycle.enablement", "apiToken.read"], body.Select(member => member.Key));
        Assert.Equal("administrative.notMyself", (string?)body["lifecycle.enablement"]!["reason"]!["key"]);
    }

    [Fact]
    public async Task Unmanaged_accounts_are_403_and_unknown_accounts_are_404()
    {
        await ExpectAsync(Manage(Pick(person => !person.Managed)), SimulatorKeys.Organization, HttpStatusCode.Forbidden, "forbidden");
        await ExpectAsync(
            Manage(Pick(person => person is { Managed: true, EmailVerified: false })),
            SimulatorKeys.Organization,
            HttpStatusCode.Forbidden,
            "forbidden.targetUnverified"
        );
        await ExpectAsync("/users/557058:nobody/manage", SimulatorKeys.Organization, HttpStatusCode.NotFound, "accountNotFound");
        await ExpectAsync("/users/557058:nobody/dance", SimulatorKeys.Organization, HttpStatusCode.NotFound, "notFound");
    }

    [Fact]
    public async Task A_scoped_key_is_refused_with_the_name_of_a_scope()
    {
        var body = await ExpectAsync(
            Manage(Simulator.State.People[0]),
            SimulatorKeys.ScopedOrganization,
            HttpStatusCode.Forbidden,
            "forbidden.insufficientScope"
        );
        Assert.Contains("manage:org", body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_key_or_one_without_the_right_to_manage_is_refused()
    {
        await ExpectAsync(Manage(Simulator.State.People[0]), "nonsense", HttpStatusCode.Unauthorized, "unauthorized");
        Simulator.State.OrganizationKeys[0].MayManage = false;
        await ExpectAsync(Manage(Simulator.State.People[0]), SimulatorKeys.Organization, HttpStatusCode.Forbidden, "forbidden");
    }

    private static string Manage(Person person) => "/users/" + Uri.EscapeDataString(person.AccountId) + "/manage";

    private Person Pick(Func<Person, bool> condition) =>
        Enumerable.Range(0, Simulator.State.People.Count).Select(index => Simulator.State.People[index]).First(condition);

    private async Task<JsonNode> ExpectAsync(string path, string key, HttpStatusCode status, string error)
    {
        using var response = await GetAsync(path, Bearer(key));
        var body = await JsonAsync(response);
        Assert.Equal((status, error), (response.StatusCode, (string?)body["key"]));
        return body;
    }
}
