using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Organization;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.Organization;

/// <summary>What Atlassian's documents say about limits, roles, directories and workspaces, and the knobs for what they leave open.</summary>
public sealed class DocumentedServiceTests : ListTest
{
    protected override SimulatorOptions Options => base.Options with { Sites = 2, ScopedKeys = true };

    public static TheoryData<string> Limits => [.. RequestLimits.All.Where(limit => limit.Most < 1000 && limit.Member != "sortBy").Select(limit => limit.Name)];

    private Person Somebody =>
        Everybody.First(person =>
            person is { Index: > 0, Kind: AccountKind.Person, Status: "active" } && Groups.InDirectory(person.Index, 1) && Groups.IsMember(0, person.Index)
        );

    private AtlassianApplication Software => Simulator.State.FindApplication("jira-software")!;

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task One_value_more_than_the_documents_allow_is_refused_unless_the_limit_is_lifted(string name)
    {
        var limit = RequestLimits.All.Single(limit => limit.Name == name);
        var status = await SendAsync(limit, limit.Most);
        Assert.True(status == HttpStatusCode.OK || limit.Member is "roleIds" or "status" or "accountStatus" or "membershipStatus" or "expand");
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(limit, limit.Most + 1));
        if (limit.Member is not ("roleIds" or "status" or "accountStatus" or "membershipStatus" or "expand"))
        {
            Simulator.State.Behavior.LiftedLimits.Add(name);
            Assert.Equal(HttpStatusCode.OK, await SendAsync(limit, limit.Most + 1));
        }
    }

    [Theory]
    [InlineData("users/search", """{"accountIds": []}""")]
    [InlineData("users/search", """{"emails": ["a@b.example", "a@b.example"]}""")]
    [InlineData("users/search", """{"roleIds": ["user-access-admin"]}""")]
    [InlineData("groups/search", """{"groupIds": ["g", "g"]}""")]
    public async Task Empty_and_repeated_and_unknown_values_are_refused(string call, string body)
    {
        using var response = await PostAsync(Directory() + "/" + call, body, Bearer());
        await ExpectErrorAsync(response, HttpStatusCode.BadRequest, "ADMIN-400-24");
    }

    [Fact]
    public async Task A_suspension_in_one_directory_leaves_the_other_and_the_status_of_the_organization()
    {
        var person = Somebody;
        var call = "/users/" + Uri.EscapeDataString(person.AccountId);
        using var suspended = await PostAsync(Directory(1) + call + "/suspend", "{}", Bearer());
        Assert.Equal(HttpStatusCode.NoContent, suspended.StatusCode);
        Assert.Equal((MembershipState.Active, MembershipState.Suspended), (People[person.Index].StateIn(0), People[person.Index].StateIn(1)));
        Assert.Equal("active", (string?)(await RowAsync(person))["status"]);

        using var both = await PostAsync(Directory(0) + call + "/suspend", "{}", Bearer());
        Assert.Equal("suspended", (string?)(await RowAsync(person))["status"]);
        using var again = await PostAsync(Directory(0) + call + "/suspend", "{}", Bearer());
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        Assert.Equal(2, Simulator.State.Writes.Snapshot().Count(write => write.Kind == "suspend"));

        using var removed = await SendAsync(HttpMethod.Delete, Directory(1) + call, Bearer());
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal([Acme.Directories[0].Id], (await DirectoriesAsync(person)).Select(row => (string?)row!["directoryId"]));
    }

    [Fact]
    public async Task Role_assignments_show_how_a_role_is_held_and_the_state_in_the_directory()
    {
        var person = Somebody;
        Acme.DirectRoles.Grant(person.Index, new RoleGrant("jira-software", "atlassian/user"));
        var row = (await RolesAsync(person)).Single(row => (string?)row!["resourceId"] == Software.ResourceId)!;
        Assert.Equal(
            (Acme.Directories[0].Id, "active", "jira-software"),
            ((string?)row["directoryId"], (string?)row["userDirectoryStatus"], (string?)row["resourceOwner"])
        );
        var user = row["roleAssignments"]!.AsArray().Single(role => (string?)role!["role"] == "atlassian/user")!;
        Assert.Equal(["group_direct", "direct"], user["roleAssignmentMethods"]!.AsArray().Select(method => (string?)method));

        Assert.Contains((await RolesAsync(People[0])).SelectMany(one => one!["roleAssignments"]!.AsArray()), role =>
            role!["roleAssignmentMethods"]!.AsArray().Any(method => (string?)method == "inferred")
        );
        Assert.Empty(await RolesAsync(Everybody.First(one => one.Kind == AccountKind.App)));
    }

    [Fact]
    public async Task A_direct_role_is_granted_and_revoked_and_a_group_keeps_its_own()
    {
        var person = Somebody;
        var confluence = Simulator.State.FindApplication("confluence")!;
        foreach (var (change, times) in ((string, int)[])[("assign", 1), ("assign", 1), ("revoke", 2), ("revoke", 2)])
        {
            Assert.Equal(HttpStatusCode.NoContent, await ChangeRoleAsync(person, change, "atlassian/user", confluence.ResourceId));
            Assert.Equal(times, Simulator.State.Writes.Snapshot().Count(write => write.Kind.EndsWith("-role", StringComparison.Ordinal)));
        }

        Assert.Equal(HttpStatusCode.NoContent, await ChangeRoleAsync(person, "revoke", "atlassian/user", Software.ResourceId));
        Assert.Contains(await RolesAsync(person), row => (string?)row!["resourceId"] == Software.ResourceId);
        Assert.Equal(HttpStatusCode.BadRequest, await ChangeRoleAsync(person, "assign", "atlassian/owner", Software.ResourceId));
        Assert.Equal(HttpStatusCode.BadRequest, await ChangeRoleAsync(person, "assign", "atlassian/user", "ari:cloud:jira-software::site/elsewhere"));
    }

    [Theory]
    [InlineData(RoleMatching.WithinAssignment, false)]
    [InlineData(RoleMatching.AcrossAssignments, true)]
    public async Task Resources_and_roles_match_within_one_assignment_or_across(RoleMatching matching, bool isFound)
    {
        Simulator.State.Behavior.RoleMatching = matching;
        var stakeholder = Everybody.First(person =>
            person.Kind == AccountKind.Person
            && Groups.GroupsOf(person.Index).Any(group => group.Name == "product-stakeholders")
            && !Groups.GroupsOf(person.Index).Any(group => group.Name == "jira-product-discovery-users")
            && Groups.IsMember(0, person.Index)
        );
        var rows = await SearchUsersAsync(
            new JsonObject
            {
                ["resourceIds"] = Array(Simulator.State.FindApplication("jira-product-discovery")!.ResourceId),
                ["roleIds"] = Array("atlassian/user", "atlassian/admin"),
            }
        );
        Assert.Equal(isFound, Ids(rows).Contains(stakeholder.AccountId));
    }

    [Fact]
    public async Task Workspaces_are_the_applications_of_all_sites_and_rows_that_are_none()
    {
        using var response = await PostAsync(WorkspacesPath, """{"limit": 1000}""", Bearer());
        var body = await JsonAsync(response);
        var rows = body["data"]!.AsArray();
        Assert.Equal(11, (int)body["meta"]!["total"]!);
        Assert.Equal(Simulator.State.AllApplications.Select(application => application.ResourceId), rows.Take(8).Select(row => (string)row!["id"]!));
        Assert.Contains(rows, row => row!["attributes"]!["capacity"] is null);
        Assert.Contains(rows, row => (string?)row!["attributes"]!["sandbox"]!["type"] == "CHILD");
        Assert.Contains(rows, row => (string?)row!["attributes"]!["status"] == "offline");
        Assert.Contains(rows, row => (string?)row!["attributes"]!["typeKey"] == "jira-admin");

        foreach (var isUrl in (bool[])[false, true])
        {
            Simulator.State.Behavior.WorkspaceLinksAreUrls = isUrl;
            using var first = await PostAsync(WorkspacesPath, """{"limit": 7}""", Bearer());
            var next = (string)(await JsonAsync(first))["links"]!["next"]!;
            Assert.Equal(isUrl, next.StartsWith("http", StringComparison.Ordinal));
            var cursor = Uri.UnescapeDataString(next[(next.IndexOf("cursor=", StringComparison.Ordinal) + (isUrl ? 7 : 1))..]);
            using var second = await PostAsync(WorkspacesPath, new JsonObject { ["cursor"] = cursor }.ToJsonString(), Bearer());
            Assert.Equal(4, (await JsonAsync(second))["data"]!.AsArray().Count);
            using var both = await PostAsync(WorkspacesPath, new JsonObject { ["cursor"] = cursor, ["limit"] = 7 }.ToJsonString(), Bearer());
            Assert.Equal((HttpStatusCode.BadRequest, "ADMIN-400-24"), (both.StatusCode, (string?)(await JsonAsync(both))["code"]));
        }
    }

    [Fact]
    public async Task Each_site_has_its_own_address_cloud_id_and_seats()
    {
        var second = Simulator.State.Sites[1];
        Assert.NotEqual(Simulator.Address, second.Address);
        var tenant = await Client.GetStringAsync(new Uri(second.Address!, "_edge/tenant_info"), TestContext.Current.CancellationToken);
        Assert.Contains(second.CloudId, tenant, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(second.Address!, "rest/api/3/applicationrole/jira-software"));
        request.Headers.Authorization = Basic();
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var role = await JsonAsync(response);
        Assert.Equal(["jira-software-users-acme-2"], role["groups"]!.AsArray().Select(group => (string?)group));
        Assert.NotEqual((int)(await JiraAsync("applicationrole/jira-software"))["userCount"]!, (int)role["userCount"]!);
    }

    [Theory]
    [InlineData(ConflictBody.Codes, "ADMIN-409-28", "ADMIN-409-3")]
    [InlineData(ConflictBody.OneCode, "ADMIN-409-28", "ADMIN-409-28")]
    [InlineData(ConflictBody.Empty, null, null)]
    public async Task One_409_means_already_a_member_or_over_the_limit(ConflictBody body, string? already, string? limit)
    {
        Simulator.State.Behavior.MembershipConflicts = body;
        var member = Everybody.First(person => Groups.IsMember(0, person.Index));
        Software.Seats = 0;
        var other = Everybody.First(person => person is { Kind: AccountKind.Person, Status: "active" } && !Acme.SeatsTaken.Holds(person.Index, Software));
        Assert.Equal(already, await CodeOfAsync(member));
        Assert.Equal(limit, await CodeOfAsync(other));
    }

    [Fact]
    public async Task A_count_includes_outsiders_or_not_or_is_gone()
    {
        Assert.Equal(703, await CountAsync(""));
        Assert.Equal(Everybody.Count(person => person.Managed) + 3, await CountAsync("claimStatus=managed"));
        Assert.Equal(Everybody.Count(person => Acme.IsInDirectory(person.Index, 0)), await CountAsync("membershipStatus=active&membershipStatus=suspended"));
        Simulator.State.Behavior.UserCount = UserCountForm.SameAsSearch;
        Assert.Equal(700, await CountAsync(""));
        Simulator.State.Behavior.UserCount = UserCountForm.Gone;
        using var gone = await GetAsync(Directory() + "/users/count", Bearer());
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_key_with_single_scopes_is_refused_the_rest_by_name()
    {
        var key = Simulator.State.OrganizationKeys.Single(key => key.Scoped);
        key.Scopes = ["read:accounts:admin"];
        using var users = await PostAsync(Directory() + "/users/search", "{}", Bearer(SimulatorKeys.ScopedOrganization));
        Assert.Equal(HttpStatusCode.OK, users.StatusCode);
        using var groups = await PostAsync(Directory() + "/groups/search", "{}", Bearer(SimulatorKeys.ScopedOrganization));
        Assert.Contains("read:groups:admin", await groups.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await ExpectErrorAsync(groups, HttpStatusCode.Forbidden, "ADMIN-403-1");
    }

    [Fact]
    public async Task A_key_that_is_shown_no_activity_gets_empty_lists()
    {
        Simulator.State.OrganizationKeys[0].ShowsActivity = false;
        var rows = await SearchUsersAsync(new JsonObject { ["expand"] = Array("productAccess") });
        Assert.All(rows, row => Assert.Empty(row["productAccess"]!.AsArray()));
    }

    private string WorkspacesPath => "/admin/v2/orgs/" + Acme.Id + "/workspaces";

    private async Task<HttpStatusCode> SendAsync(RequestLimit limit, int values)
    {
        string[] texts = [.. Enumerable.Range(0, values).Select(number => "value" + number)];
        var isBody = limit.Call is RequestLimits.UserSearch or RequestLimits.GroupSearch;
        var path = limit.Call switch
        {
            RequestLimits.RoleAssignments => Directory() + "/users/" + Uri.EscapeDataString(Somebody.AccountId) + "/role-assignments",
            RequestLimits.Directories => "/admin/v2/orgs/" + Acme.Id + "/directories",
            var call => Directory() + "/" + call,
        };
        var query = limit.Member == RequestLimits.PageSize ? "limit=" + values : string.Join("&", texts.Select(text => limit.Member + "=" + text));
        using var response = isBody
            ? await PostAsync(path, new JsonObject { [limit.Member] = limit.Member == RequestLimits.PageSize ? values : Array(texts) }.ToJsonString(), Bearer())
            : await GetAsync(path + "?" + query, Bearer());
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> ChangeRoleAsync(Person person, string change, string role, string resource)
    {
        var path = $"{Organization}/users/{Uri.EscapeDataString(person.AccountId)}/roles/{change}";
        using var response = await PostAsync(path, new JsonObject { ["role"] = role, ["resource"] = resource }.ToJsonString(), Bearer());
        return response.StatusCode;
    }

    private async Task<JsonNode> RowAsync(Person person) => Assert.Single(await SearchUsersAsync(new JsonObject { ["accountIds"] = Array(person.AccountId) }));

    private async Task<JsonArray> RolesAsync(Person person) =>
        (await OkAsync($"{Directory()}/users/{Uri.EscapeDataString(person.AccountId)}/role-assignments?limit=100", Bearer()))["data"]!.AsArray();

    private async Task<JsonArray> DirectoriesAsync(Person person) =>
        (await OkAsync($"/admin/v2/orgs/{Acme.Id}/directories?accountId={Uri.EscapeDataString(person.AccountId)}", Bearer()))["data"]!.AsArray();

    private async Task<string?> CodeOfAsync(Person person)
    {
        var path = Directory(0) + "/groups/" + Groups[0].Id + "/memberships";
        using var response = await PostAsync(path, new JsonObject { ["accountId"] = person.AccountId }.ToJsonString(), Bearer());
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Length == 0 ? null : (string?)JsonNode.Parse(text)!["errors"]![0]!["code"];
    }
}
