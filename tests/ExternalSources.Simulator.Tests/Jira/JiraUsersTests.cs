using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests.Jira;

public sealed class JiraUsersTests : ListTest
{
    protected override SimulatorOptions Options => new() { Users = 1500, Groups = 60 };

    [Theory]
    [InlineData("users/search", 50)]
    [InlineData("users?maxResults=7", 7)]
    [InlineData("users/search?maxResults=1000", 1000)]
    [InlineData("users/search?maxResults=5000", 1000)]
    [InlineData("users/search?startAt=1490&maxResults=50", 10)]
    [InlineData("users/search?startAt=99999999999", 0)]
    public async Task Pages_are_50_by_default_and_1000_at_most(string path, int expected) => Assert.Equal(expected, (await JiraAsync(path)).AsArray().Count);

    [Theory]
    [InlineData("users/search")]
    [InlineData("users")]
    public async Task All_pages_together_return_each_user_of_every_kind_once(string path)
    {
        var rows = await JiraArrayAsync(path);
        Assert.Equal(Everybody.Select(person => person.AccountId), Ids(rows));
        Assert.Equal(["app", "atlassian", "customer"], rows.Select(row => (string)row["accountType"]!).Distinct().Order());
        Assert.Equal(Everybody.Select(person => person.VisibleEmail), rows.Select(row => (string?)row["emailAddress"]));
        Assert.Equal(Everybody.Select(person => person.Status == "active"), rows.Select(row => (bool)row["active"]!));
        Assert.Contains(rows, row => (string?)row["displayName"] == "Former user" && !(bool)row["active"]!);
        Assert.All(rows, row => Assert.Equal(4, row["avatarUrls"]!.AsObject().Count));
    }

    [Fact]
    public async Task A_lower_cap_is_applied_silently()
    {
        Simulator.State.JiraPageCap = 100;
        Assert.Equal(100, (await JiraAsync("users/search?maxResults=1000")).AsArray().Count);
        Assert.Equal(1500, (await JiraArrayAsync("users/search")).Count);
    }

    [Theory]
    [InlineData("users/search?startAt=x")]
    [InlineData("users/search?maxResults=-1")]
    [InlineData("user/bulk")]
    [InlineData("user/search")]
    [InlineData("user/search?query=a&accountId=b")]
    [InlineData("user")]
    public async Task An_invalid_query_is_400(string path)
    {
        using var response = await GetAsync("/rest/api/3/" + path, Basic());
        await ExpectJiraErrorAsync(response, HttpStatusCode.BadRequest, "");
    }

    [Fact]
    public async Task One_user_has_groups_and_applications_on_request()
    {
        Person person = Everybody.First(person => Acme.SeatsTaken.Holds(person.Index, Simulator.State.Applications[0]) && person.Index > 0);
        var path = "user?accountId=" + Uri.EscapeDataString(person.AccountId);
        var plain = await JiraAsync(path);
        var full = await JiraAsync(path + "&expand=groups,applicationRoles");
        string[] groups = [.. Groups.GroupsOf(person.Index).Where(group => group.Directory == 0).Select(group => group.Id)];
        Assert.Equal((groups.Length, 0), ((int)plain["groups"]!["size"]!, plain["groups"]!["items"]!.AsArray().Count));
        Assert.Equal(groups, full["groups"]!["items"]!.AsArray().Select(group => (string)group!["groupId"]!));
        Assert.Contains("jira-software", full["applicationRoles"]!["items"]!.AsArray().Select(role => (string?)role!["key"]));
        Assert.Equal(
            groups,
            (await JiraAsync(path.Replace("user?", "user/groups?", StringComparison.Ordinal))).AsArray().Select(group => (string)group!["groupId"]!)
        );
        Assert.Equal(person.TimeZone, (string?)full["timeZone"]);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("user/groups")]
    public async Task An_unknown_user_is_404(string path)
    {
        using var response = await GetAsync("/rest/api/3/" + path + "?accountId=557058%3Anobody", Basic());
        await ExpectJiraErrorAsync(response, HttpStatusCode.NotFound, "does not exist");
    }

    [Fact]
    public async Task Users_by_ids_are_returned_ten_a_page_by_default()
    {
        var query = string.Concat(Everybody.Take(200).Select(person => "&accountId=" + Uri.EscapeDataString(person.AccountId)));
        var ten = await JiraAsync("user/bulk?x=1" + query);
        var all = await JiraAsync("user/bulk?maxResults=500" + query);
        Assert.Equal((10, 200, false), (ten["values"]!.AsArray().Count, (int)ten["total"]!, (bool)ten["isLast"]!));
        Assert.Contains("startAt=10", (string?)ten["nextPage"], StringComparison.Ordinal);
        Assert.Equal((200, 200, true), (all["values"]!.AsArray().Count, (int)all["maxResults"]!, (bool)all["isLast"]!));
        Assert.Empty((await JiraAsync("user/bulk?accountId=nobody"))["values"]!.AsArray());
        using var tooMany = await GetAsync("/rest/api/3/user/bulk?accountId=one" + query, Basic());
        await ExpectJiraErrorAsync(tooMany, HttpStatusCode.BadRequest, "200");
    }

    [Fact]
    public async Task A_search_finds_active_users_by_name_and_address_among_the_first_thousand()
    {
        Person person = Everybody.First(person => person.Index > 100 && person.Status == "active" && person.VisibleEmail is not null);
        var byEmail = (await JiraAsync("user/search?query=" + Uri.EscapeDataString(person.VisibleEmail!))).AsArray();
        var byName = (await JiraAsync("user/search?maxResults=1000&query=" + Uri.EscapeDataString(person.Name))).AsArray();
        var byId = (await JiraAsync("user/search?accountId=" + Uri.EscapeDataString(person.AccountId))).AsArray();
        Assert.Equal(person.AccountId, (string?)Assert.Single(byEmail)!["accountId"]);
        Assert.Contains(person.AccountId, byName.Select(row => (string)row!["accountId"]!));
        Assert.Single(byId);
        Assert.True(Everybody.Count(person => person.IsActiveOnSite) > 1050);
        Assert.Equal(1000, (await JiraAsync("user/search?query=&maxResults=1000")).AsArray().Count);
        Assert.Equal(10, (await JiraAsync("user/search?query=&startAt=990&maxResults=50")).AsArray().Count);
        Assert.Empty((await JiraAsync("user/search?query=&startAt=1000")).AsArray());
    }

    [Fact]
    public async Task The_site_can_lag_behind_the_organization()
    {
        Person person = Everybody.First(person => person.Status == "deactivated");
        People.Change(person.Index, present => present with { ActiveOnSite = true });
        Assert.True((bool)(await JiraAsync("user?accountId=" + Uri.EscapeDataString(person.AccountId)))["active"]!);
    }

    [Fact]
    public async Task Without_the_permission_to_browse_lists_are_403_and_searches_find_nobody()
    {
        Token.CanBrowseUsers = false;
        foreach (var path in (string[])["users", "users/search", "user?accountId=x", "user/groups?accountId=x", "group/bulk"])
        {
            using var response = await GetAsync("/rest/api/3/" + path, Basic());
            await ExpectJiraErrorAsync(response, HttpStatusCode.Forbidden, "permission");
        }

        Assert.Empty((await JiraAsync("user/search?query=")).AsArray());
        Assert.Empty((await JiraAsync("groups/picker"))["groups"]!.AsArray());
        using var anonymous = await GetAsync("/rest/api/3/users/search");
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Fact]
    public async Task A_user_removed_from_the_site_keeps_the_account()
    {
        var person = Everybody.First(person => person.Index > 0 && person is { Kind: AccountKind.Person, Status: "active" });
        var path = "/rest/api/3/user?accountId=" + Uri.EscapeDataString(person.AccountId);
        using var removed = await SendAsync(HttpMethod.Delete, path, Basic());
        using var again = await SendAsync(HttpMethod.Delete, path, Basic());
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, again.StatusCode));
        Assert.False(People.IsOnSite(person.Index));
        Assert.True(People.Exists(person.Index));
    }
}
