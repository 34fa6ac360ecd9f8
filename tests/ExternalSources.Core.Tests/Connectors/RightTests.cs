using System;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors;

/// <summary>The right that each request needs, and the error that names it.</summary>
public class RightTests : SimulatorTest
{
    private const string Directory = "/admin/v2/orgs/o/directories/-";

    [Theory]
    [InlineData("POST", Directory + "/users/search", "read users")]
    [InlineData("GET", Directory + "/users/count", "read users")]
    [InlineData("GET", Directory + "/users/712020%3A1", "read users")]
    [InlineData("GET", "/admin/v1/orgs/o/users", "read users")]
    [InlineData("POST", Directory + "/groups/search", "read groups")]
    [InlineData("GET", Directory + "/groups/g", "read groups")]
    [InlineData("GET", Directory + "/groups/g/role-assignments", "read role assignments")]
    [InlineData("GET", Directory + "/users/712020%3A1/role-assignments", "read role assignments")]
    [InlineData("POST", Directory + "/groups/g/role-assignments/assign", "change roles")]
    [InlineData("POST", "/admin/v1/orgs/o/users/u/roles/revoke", "change roles")]
    [InlineData("POST", "/admin/v2/orgs/o/workspaces", "read workspaces")]
    [InlineData("GET", "/admin/v2/orgs/o/directories", "read directories")]
    [InlineData("GET", "/admin/api-access/v1/orgs/o/api-keys", "read the list of keys")]
    [InlineData("POST", Directory + "/groups/g/memberships", "change the members of groups")]
    [InlineData("DELETE", Directory + "/groups/g/memberships/u", "change the members of groups")]
    [InlineData("POST", Directory + "/groups", "create and delete groups")]
    [InlineData("DELETE", Directory + "/groups/g", "create and delete groups")]
    [InlineData("POST", Directory + "/users/u/suspend", "change the access of users to a directory")]
    [InlineData("DELETE", Directory + "/users/u", "change the access of users to a directory")]
    [InlineData("GET", "/users/712020%3A1/manage", "manage accounts")]
    [InlineData("POST", "/users/712020%3A1/manage/lifecycle/disable", "manage accounts")]
    [InlineData("DELETE", "/users/712020%3A1/manage/api-tokens/t", "manage accounts")]
    [InlineData("GET", "/admin/v1/orgs", null)]
    [InlineData("GET", "/rest/api/3/user", null)]
    public void A_request_of_an_organization_needs_a_right(string method, string path, string? action) =>
        Assert.Equal(action, Right.Of(SourceType.Access, method, new Uri("https://api.atlassian.com" + path + "?limit=1"))?.Action);

    [Theory]
    [InlineData("GET", "users/search", "browse users and groups")]
    [InlineData("GET", "user/bulk", "browse users and groups")]
    [InlineData("GET", "user", "browse users and groups")]
    [InlineData("GET", "group/member", "browse users and groups")]
    [InlineData("GET", "applicationrole", "read application roles")]
    [InlineData("POST", "issue", "create issues")]
    [InlineData("POST", "group/user", "change groups and delete users")]
    [InlineData("DELETE", "group/user", "change groups and delete users")]
    [InlineData("DELETE", "user", "change groups and delete users")]
    [InlineData("GET", "myself", null)]
    [InlineData("GET", "mypermissions", null)]
    public void A_request_of_a_site_needs_a_right(string method, string path, string? action)
    {
        foreach (var root in new[] { "https://acme.atlassian.net/", "https://api.atlassian.com/ex/jira/c/" })
        {
            Assert.Equal(action, Right.Of(SourceType.JiraCloud, method, new Uri($"{root}rest/api/3/{path}?a=b"))?.Action);
        }
    }

    [Theory]
    [InlineData(SourceType.Access)]
    [InlineData(SourceType.JiraCloud)]
    public void Every_checked_right_is_in_the_table_of_calls_and_in_the_list_of_checks(SourceType type)
    {
        var rights = typeof(Right).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Right>().ToArray();
        Assert.True(rights.Length > 10);
        var names = rights.Where(right => right.Type == type).Select(right => right.Check).OfType<string>().ToArray();
        Assert.Equal(names.Order(), Right.Checked.Intersect(names).Order());
        Assert.Empty(names.Except(CheckNames.Of(type)));
    }

    [Fact]
    public async Task A_refused_command_names_the_right_the_scopes_and_the_test()
    {
        Simulator
            .Faults.On("**/users/search")
            .RespondWith(403, """{"key":"forbidden","context":{"message":"Not with this key.","acceptableScopes":["read:users:admin"]}}""");
        var source = SampleSource.Organization(Simulator.Address) with { OrganizationId = Simulator.State.Organizations[0].Id };
        var refusal = await RefusalAsync(source);
        Assert.Contains(
            "accepted the key, but the key does not have the right to read users (403). It says: Not with this key (forbidden). "
                + "It names the scope read:users:admin.",
            refusal.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("To see all rights, use Test-ExternalSource -Name acme.", refusal.Recommendation, StringComparison.Ordinal);

        var found = await RefusalAsync(source with { Rights = ["ReadUsers"] });
        Assert.EndsWith("The last test of the source found this right, so the reason may be this one request.", found.Message, StringComparison.Ordinal);
        var missing = await RefusalAsync(source with { MissingRights = ["ReadUsers"] });
        Assert.EndsWith("The last test of the source did not find this right either.", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_that_may_concern_one_account_says_so()
    {
        var address = new Uri("https://api.atlassian.com/users/u/manage/lifecycle/disable");
        var source = SampleSource.Named("acme");
        Assert.Contains(
            "The key does not have this right, or the organization does not manage this account.",
            Right.Explain(source, "POST", address, Refusal()).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "the key does not have the right to manage accounts (403). It names the scopes a, b.",
            Right.Explain(source, "POST", address, Refusal("a", "b")).Message,
            StringComparison.Ordinal
        );
        var other = Refusal();
        Assert.Same(other, Right.Explain(source, "GET", new Uri("https://api.atlassian.com/other"), other));
    }

    private static ServiceStatusException Refusal(params string[] scopes) => new(403, null, null, "Refused.", "Ask.") { Scopes = scopes };

    private async Task<ServiceStatusException> RefusalAsync(ExternalSource source)
    {
        using var connector = ConnectorFactory.Create(source, Canary.ApiKey, Transport);
        var exception = await Assert.ThrowsAnyAsync<ServiceException>(() =>
            connector
                .Get<IUserReader>()
                .ReadUsersAsync(new UserFilter { AccountIds = ["712020:1"] }, new UserListing { WriteAsync = _ => Task.CompletedTask }, Cancellation)
        );
        var refusal = Assert.IsType<ServiceStatusException>(exception as ServiceStatusException ?? exception.InnerException);
        Assert.Contains(refusal.Message, exception.Message, StringComparison.Ordinal);
        return refusal;
    }
}
