using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests.UserManagement;

/// <summary>The lifecycle of accounts, and their API tokens, in the user management API.</summary>
public sealed class LifecycleTests : SimulatorTest
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    protected override SimulatorOptions Options =>
        new()
        {
            Users = 500,
            ScopedKeys = true,
            TimeProvider = _time,
        };

    private Person Able =>
        Pick(person =>
            person
                is {
                    Kind: AccountKind.Person,
                    Managed: true,
                    EmailVerified: true,
                    ManagementSource: "invited",
                    Account: AccountState.Active,
                    ForDeletion: false,
                    Index: > 0
                }
            && person.Index % 3 != 0
        );

    [Fact]
    public async Task An_account_is_deactivated_and_reactivated()
    {
        var person = Able;
        await ExpectAsync(person, "disable", HttpStatusCode.NoContent, body: """{"message":"On leave"}""");
        Assert.Equal(AccountState.Inactive, Now(person).Account);
        await ExpectAsync(person, "enable", HttpStatusCode.NoContent);
        Assert.Equal(AccountState.Active, Now(person).Account);
        Assert.Equal(["disable", "enable"], Kinds());
    }

    [Fact]
    public async Task A_repeated_change_is_204_and_writes_nothing()
    {
        var person = Able;
        await ExpectAsync(person, "enable", HttpStatusCode.NoContent);
        await ExpectAsync(person, "disable", HttpStatusCode.NoContent, body: "{}");
        await ExpectAsync(person, "disable", HttpStatusCode.NoContent, body: "{}");
        Assert.Equal(["disable"], Kinds());
    }

    [Fact]
    public async Task A_deletion_is_cancelled_within_14_days()
    {
        var person = Able;
        await ExpectAsync(person, "delete", HttpStatusCode.OK);
        Assert.True(Now(person).ForDeletion);
        await ExpectAsync(person, "enable", HttpStatusCode.Conflict, "deletionPending");
        _time.Now += TimeSpan.FromDays(13);
        await ExpectAsync(person, "cancel-delete", HttpStatusCode.OK);
        Assert.False(Now(person).ForDeletion);
        Assert.Equal(AccountState.Active, Now(person).Account);
        await ExpectAsync(person, "cancel-delete", HttpStatusCode.Conflict, "noDeletionPending");
    }

    [Fact]
    public async Task A_deletion_cannot_be_cancelled_after_14_days()
    {
        var person = Able;
        await ExpectAsync(person, "delete", HttpStatusCode.OK);
        _time.Now += TimeSpan.FromDays(14);
        await ExpectAsync(person, "cancel-delete", HttpStatusCode.Conflict, "gracePeriodOver");
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("enable")]
    [InlineData("delete")]
    [InlineData("cancel-delete")]
    public async Task An_account_that_cannot_be_managed_is_refused_with_a_reason(string change)
    {
        var synced = Pick(person => person is { Managed: true, EmailVerified: true, ManagementSource: "synced" });
        var ofSynced = (await ExpectAsync(synced, change, HttpStatusCode.Forbidden, "forbidden.action"))!;
        var ofAdministrator = (await ExpectAsync(Simulator.State.People[0], change, HttpStatusCode.Forbidden, "forbidden.action"))!;
        Assert.Equal("externalDirectory.scim", (string?)ofSynced["context"]!["reason"]!["key"]);
        Assert.Equal("administrative.notMyself", (string?)ofAdministrator["context"]!["reason"]!["key"]);
        await ExpectAsync(Pick(person => !person.Managed), change, HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty(Kinds());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task A_deactivation_requires_an_object(string? body)
    {
        using var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await SendAsync(HttpMethod.Post, Manage(Able) + "/lifecycle/disable", Bearer(), content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(Kinds());
    }

    [Fact]
    public async Task A_scoped_key_cannot_manage_accounts()
    {
        using var response = await SendAsync(HttpMethod.Post, Manage(Able) + "/lifecycle/enable", Bearer(SimulatorKeys.ScopedOrganization));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Tokens_are_listed_and_revoked_one_by_one()
    {
        var path = Manage(Able) + "/api-tokens";
        var ids = await TokensAsync(path);
        Assert.NotEmpty(ids);
        using var revoked = await SendAsync(HttpMethod.Delete, path + "/" + ids[0], Bearer());
        using var again = await SendAsync(HttpMethod.Delete, path + "/" + ids[0], Bearer());
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (revoked.StatusCode, again.StatusCode));
        Assert.Equal(ids[1..], await TokensAsync(path));
        var write = Assert.Single(Simulator.State.Writes.Snapshot());
        Assert.Equal(("revoke-token", Able.AccountId, ids[0]), (write.Kind, write.AccountId, write.GroupId));
    }

    private static string Manage(Person person) => "/users/" + Uri.EscapeDataString(person.AccountId) + "/manage";

    private Person Now(Person person) => Simulator.State.People[person.Index];

    private string[] Kinds() => [.. Simulator.State.Writes.Snapshot().Select(write => write.Kind)];

    private Person Pick(Func<Person, bool> condition) =>
        Enumerable.Range(0, Simulator.State.People.Count).Select(index => Simulator.State.People[index]).First(condition);

    private async Task<string[]> TokensAsync(string path)
    {
        using var response = await GetAsync(path, Bearer());
        return [.. (await JsonAsync(response)).AsArray().Select(token => (string)token!["id"]!)];
    }

    /// <summary>Requests a change.</summary>
    /// <returns>The error, if one is expected.</returns>
    private async Task<JsonNode?> ExpectAsync(Person person, string change, HttpStatusCode status, string? key = null, string? body = null)
    {
        // Only a deactivation has a body, and requires one.
        body ??= change == "disable" ? "{}" : null;
        using var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await SendAsync(HttpMethod.Post, Manage(person) + "/lifecycle/" + change, Bearer(), content);
        var error = key is null ? null : await JsonAsync(response);
        Assert.Equal((status, key), (response.StatusCode, (string?)error?["context"]?["errorCodes"]?[0]?["code"] ?? (string?)error?["key"]));
        if (status == HttpStatusCode.Conflict)
        {
            Assert.Equal(("conflict.lifecycleErrors", person.AccountId), ((string?)error!["key"], (string?)error["context"]!["accountId"]));
        }

        return error;
    }
}
