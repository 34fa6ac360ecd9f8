using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests.Jira;

public sealed class JiraGroupsTests : ListTest
{
    private IEnumerable<AtlassianGroup> OfTheSite => Groups.All.Where(group => group.Directory == 0);

    [Fact]
    public async Task All_groups_of_the_site_are_returned_in_pages()
    {
        var rows = await JiraPagesAsync("group/bulk?maxResults=9");
        Assert.Equal(OfTheSite.Select(group => (group.Id, group.Name)), rows.Select(row => ((string)row["groupId"]!, (string)row["name"]!)));
        Assert.True(rows.Count < Groups.Count);
        Assert.Equal(50, (await JiraAsync("group/bulk"))["maxResults"]!.GetValue<int>());
    }

    [Fact]
    public async Task Groups_are_filtered_by_id_name_and_application()
    {
        var byId = await JiraPagesAsync("group/bulk?groupId=" + Groups[3].Id + "&groupId=" + Groups[5].Id + "&groupId=" + Guid.Empty);
        var byName = await JiraPagesAsync("group/bulk?groupName=" + Uri.EscapeDataString(Groups[14].Name) + "&groupName=org-admins&groupName=unknown");
        var byApplication = await JiraPagesAsync("group/bulk?applicationKey=jira-servicedesk");
        Assert.Equal([Groups[3].Id, Groups[5].Id], byId.Select(row => (string)row["groupId"]!));
        Assert.Equal([Groups[4].Id, Groups[14].Id], byName.Select(row => (string)row["groupId"]!));
        Assert.Equal(
            OfTheSite.Where(group => group.GrantsApplication("jira-servicedesk")).Select(group => group.Id),
            byApplication.Select(row => (string)row["groupId"]!)
        );
    }

    [Fact]
    public async Task Members_are_returned_fifty_a_page_with_inactive_users_on_request()
    {
        var path = "group/member?groupId=" + Groups[0].Id;
        var first = await JiraAsync(path + "&maxResults=1000");
        var active = await JiraPagesAsync(path);
        var all = await JiraPagesAsync(path + "&includeInactiveUsers=true");
        Assert.Equal((50, 50), (first["values"]!.AsArray().Count, (int)first["maxResults"]!));
        Assert.Equal(Groups.Members(0).Select(person => person.AccountId), Ids(all));
        Assert.Equal(all.Where(row => (bool)row["active"]!).Select(row => (string)row["accountId"]!), Ids(active));
        Assert.True(active.Count < all.Count);
        Assert.Contains(all, row => (string?)row["emailAddress"] == "");
    }

    [Fact]
    public async Task A_group_is_selected_by_id_or_by_name_but_not_by_both()
    {
        var name = Uri.EscapeDataString(Groups[12].Name.ToUpperInvariant());
        Assert.Equal(await TotalAsync("groupId=" + Groups[12].Id), await TotalAsync("groupname=" + name));
        foreach (var query in (string[])["", "groupId=" + Groups[12].Id + "&groupname=" + name])
        {
            using var response = await GetAsync("/rest/api/3/group/member?" + query, Basic());
            await ExpectJiraErrorAsync(response, HttpStatusCode.BadRequest, "groupId");
        }

        // The site does not have the groups of other directories.
        foreach (var id in (string[])[Guid.Empty.ToString(), Groups.All.First(group => group.Directory == 1).Id])
        {
            using var response = await GetAsync("/rest/api/3/group/member?groupId=" + id, Basic());
            await ExpectJiraErrorAsync(response, HttpStatusCode.NotFound, id);
        }
    }

    [Fact]
    public async Task A_member_is_added_and_removed_and_repeated_changes_are_refused()
    {
        var group = Groups.FindByName("nobody-yet")!;
        Person person = Everybody.First(person => person.Index > 0 && person.Status == "active" && person.Kind == AccountKind.Person);
        var path = "/rest/api/3/group/user?groupId=" + group.Id;
        var body = new JsonObject { ["accountId"] = person.AccountId }.ToJsonString();
        var removal = path + "&accountId=" + Uri.EscapeDataString(person.AccountId);
        using var added = await PostAsync(path, body, Basic());
        using var again = await PostAsync(path, body, Basic());
        Assert.True(Groups.IsMember(group.Index, person.Index));
        using var removed = await SendAsync(HttpMethod.Delete, removal, Basic());
        using var twice = await SendAsync(HttpMethod.Delete, removal, Basic());
        Assert.False(Groups.IsMember(group.Index, person.Index));

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(group.Id, (string?)(await JsonAsync(added))["groupId"]);
        await ExpectJiraErrorAsync(again, HttpStatusCode.BadRequest, "already a member");
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        await ExpectJiraErrorAsync(twice, HttpStatusCode.BadRequest, "not a member");
    }

    [Fact]
    public async Task Members_that_cannot_be_added_are_refused()
    {
        var able = Everybody.First(person =>
            person.Status == "active" && person.Kind == AccountKind.Person && !Acme.SeatsTaken.Holds(person.Index, Simulator.State.Applications[0])
        );
        Simulator.State.FindApplication("jira-software")!.Seats = 1;
        await ExpectAddAsync("all-employees", able.AccountId, HttpStatusCode.BadRequest, "identity provider");
        await ExpectAddAsync("jira-software-users", able.AccountId, HttpStatusCode.BadRequest, "licensed");
        await ExpectAddAsync(
            "nobody-yet",
            Everybody.First(person => person.Kind == AccountKind.Customer).AccountId,
            HttpStatusCode.BadRequest,
            "cannot be a member"
        );
        await ExpectAddAsync("nobody-yet", "nobody", HttpStatusCode.NotFound, "does not exist");
        await ExpectAddAsync("unknown", able.AccountId, HttpStatusCode.NotFound, "unknown");
        await ExpectAddAsync("nobody-yet", "", HttpStatusCode.BadRequest, "accountId");
        Token.Administrator = false;
        await ExpectAddAsync("nobody-yet", able.AccountId, HttpStatusCode.Forbidden, "Administrator");
    }

    [Fact]
    public async Task Groups_are_created_read_and_deleted()
    {
        using var created = await PostAsync("/rest/api/3/group", """{"name": "Νέα ομάδα"}""", Basic());
        var id = (string)(await JsonAsync(created))["groupId"]!;
        using var same = await PostAsync("/rest/api/3/group", """{"name": "νέα ΟΜΆΔΑ"}""", Basic());
        using var nameless = await PostAsync("/rest/api/3/group", """{"name": " "}""", Basic());
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await ExpectJiraErrorAsync(same, HttpStatusCode.BadRequest, "already exists");
        await ExpectJiraErrorAsync(nameless, HttpStatusCode.BadRequest, "name");
        Assert.Equal(0, (int)(await JiraAsync("group?groupId=" + id))["users"]!["size"]!);
        Assert.Equal("Νέα ομάδα", (string?)(await OkAsync(Directory(0) + "/groups/" + id, Bearer()))["data"]!["name"]);

        using var deleted = await SendAsync(HttpMethod.Delete, "/rest/api/3/group?groupId=" + id, Basic());
        using var gone = await GetAsync("/rest/api/3/group?groupId=" + id, Basic());
        using var synced = await SendAsync(HttpMethod.Delete, "/rest/api/3/group?groupname=all-employees", Basic());
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        await ExpectJiraErrorAsync(synced, HttpStatusCode.BadRequest, "identity provider");
    }

    [Fact]
    public async Task One_group_returns_its_first_members_on_request()
    {
        var group = await JiraAsync("group?groupname=jira-software-users&expand=users");
        Assert.Equal(50, group["users"]!["items"]!.AsArray().Count);
        Assert.Equal(await TotalAsync("groupId=" + Groups[0].Id), (int)group["users"]!["size"]!);
    }

    [Fact]
    public async Task The_picker_highlights_the_query()
    {
        var found = await JiraAsync("groups/picker?query=jira-&maxResults=2&exclude=jira-administrators");
        Assert.Equal(("Showing 2 of 3 matching groups", 3), ((string?)found["header"], (int)found["total"]!));
        Assert.Equal("<b>jira-</b>software-users", (string?)found["groups"]![0]!["html"]);
        Assert.Empty((await JiraAsync("groups/picker?query=JIRA-"))["groups"]!.AsArray());
        Assert.NotEmpty((await JiraAsync("groups/picker?query=JIRA-&caseInsensitive=true"))["groups"]!.AsArray());
    }

    [Fact]
    public async Task Application_roles_return_their_groups_and_seats()
    {
        var roles = (await JiraAsync("applicationrole")).AsArray();
        var software = await JiraAsync("applicationrole/jira-software");
        var taken = Everybody.Count(person => Acme.SeatsTaken.Holds(person.Index, Simulator.State.Applications[0]));
        Assert.Equal(["jira-software", "jira-servicedesk", "jira-product-discovery"], roles.Select(role => (string)role!["key"]!));
        Assert.Equal((taken, 1000 - taken, 1000), ((int)software["userCount"]!, (int)software["remainingSeats"]!, (int)software["numberOfSeats"]!));
        Assert.Equal(
            OfTheSite.Where(group => group.Grants.Any(grant => grant.Application == "jira-software" && grant.Billable)).Select(group => group.Id),
            software["groupDetails"]!.AsArray().Select(group => (string)group!["groupId"]!)
        );
        Assert.Equal("jira-software-users", (string?)software["defaultGroups"]![0]);
        using var unknown = await GetAsync("/rest/api/3/applicationrole/confluence", Basic());
        await ExpectJiraErrorAsync(unknown, HttpStatusCode.NotFound, "confluence");
        Token.Administrator = false;
        using var refused = await GetAsync("/rest/api/3/applicationrole", Basic());
        await ExpectJiraErrorAsync(refused, HttpStatusCode.Forbidden, "Administrator");
    }

    private async Task<int> TotalAsync(string group) => (int)(await JiraAsync("group/member?" + group))["total"]!;

    private async Task ExpectAddAsync(string group, string accountId, HttpStatusCode status, string part)
    {
        var body = new JsonObject { ["accountId"] = accountId }.ToJsonString();
        using var response = await PostAsync("/rest/api/3/group/user?groupname=" + group, body, Basic());
        await ExpectJiraErrorAsync(response, status, part);
    }

    [Theory]
    [InlineData("site-admin", "org-admins")]
    [InlineData("admin", "jira-administrators")]
    public async Task Groups_are_filtered_by_access_type(string access, string name)
    {
        var rows = await JiraPagesAsync("group/bulk?accessType=" + access);
        Assert.Contains(name, rows.Select(row => (string?)row["name"]));
        Assert.DoesNotContain("jira-software-users", rows.Select(row => (string?)row["name"]));
        Assert.Contains("jira-software-users", (await JiraPagesAsync("group/bulk?accessType=user")).Select(row => (string?)row["name"]));
        using var none = await GetAsync("/rest/api/3/group/bulk?accessType=none", Basic());
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }
}
