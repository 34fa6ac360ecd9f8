using System;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.Organization;

public sealed class GroupSearchTests : ListTest
{
    private string Path => Directory() + "/groups/search";

    [Theory]
    [InlineData("{}", 20)]
    [InlineData("""{"limit": 3}""", 3)]
    [InlineData("""{"limit": 100}""", 50)]
    public async Task Pages_are_20_by_default_and_capped(string body, int expected)
    {
        Simulator.State.OrganizationPageCap = 50;
        var page = await SearchAsync(Path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal(expected, page["data"]!.AsArray().Count);
        Assert.NotNull(page["links"]!["next"]);
    }

    [Fact]
    public async Task All_pages_together_return_each_group_once()
    {
        var rows = await SearchAllAsync(Path, new JsonObject { ["limit"] = 7, ["expand"] = Array("counts.users", "counts.resources") });
        Assert.Equal(Groups.All.Select(group => group.Id), rows.Select(row => (string)row["id"]!));
        foreach (var row in rows)
        {
            var group = Groups.Find((string)row["id"]!)!;
            Assert.Equal(
                (group.Name, group.ExternalSynced, Acme.Directories[group.Directory].Id),
                ((string?)row["name"], (bool)row["externalSynced"]!, (string?)row["directoryId"])
            );
            Assert.Equal(!group.ExternalSynced, (bool)row["managementAccess"]!["modifiable"]!);
            Assert.Equal(Groups.MemberCount(group.Index), (int)row["counts"]!["users"]!);
        }

        Assert.Null((await SearchAsync(Path, new JsonObject { ["limit"] = 1 }))["data"]![0]!["counts"]);
    }

    [Fact]
    public async Task Every_filter_returns_exactly_the_matching_groups()
    {
        Person person = Everybody.First(person => Groups.GroupsOf(person.Index).Count > 3);
        var confluence = Simulator.State.FindApplication("confluence")!;
        await ExpectAsync(new() { ["accountIds"] = Array(person.AccountId, "unknown") }, group => Groups.IsMember(group.Index, person.Index));
        await ExpectAsync(new() { ["directoryIds"] = Array(Acme.Directories[1].Id) }, group => group.Directory == 1);
        await ExpectAsync(new() { ["roleIds"] = Array("atlassian/stakeholder", "atlassian/guest") }, group =>
            group.Grants.Any(grant => grant.Role is "atlassian/stakeholder" or "atlassian/guest")
        );
        await ExpectAsync(new() { ["resourceOwners"] = Array("jira-servicedesk") }, group => group.GrantsApplication("jira-servicedesk"));
        await ExpectAsync(new() { ["resourceIds"] = Array(confluence.ResourceId) }, group => group.GrantsApplication("confluence"));
        await ExpectAsync(new() { ["groupIds"] = Array(Groups[30].Id, Groups[4].Id, "unknown") }, group => group.Index is 4 or 30);
        await ExpectAsync(new() { ["groupNames"] = Array("ORG-admins", Groups[40].Name.ToUpperInvariant(), "unknown") }, group => group.Index is 4 or 40);
        await ExpectAsync(new() { ["searchTerm"] = "JIRA-" }, group => group.Name.StartsWith("jira-", StringComparison.Ordinal));
        await ExpectAsync(new() { ["searchTerm"] = "jira", ["resourceOwners"] = Array("jira-software") }, group =>
            group.Name.StartsWith("jira-", StringComparison.Ordinal) && group.GrantsApplication("jira-software")
        );
        Assert.Equal(
            Groups.All.Where(group => group.Directory == 1).Select(group => group.Id),
            (await SearchAllAsync(Directory(1) + "/groups/search", [])).Select(row => (string)row["id"]!)
        );
    }

    [Theory]
    [InlineData("""{"groupNames": ["a"], "searchTerm": "a"}""")]
    [InlineData("""{"groupNames": ["a"], "groupIds": ["a"]}""")]
    [InlineData("""{"groupNames": "a"}""")]
    [InlineData("""{"name": "a"}""")]
    [InlineData("""{"limit": 0}""")]
    [InlineData("""{"expand": ["users"]}""")]
    public async Task Conflicting_or_unknown_parameters_are_refused(string body)
    {
        using var response = await PostAsync(Path, body, Bearer());
        await ExpectErrorAsync(response, HttpStatusCode.BadRequest, "ADMIN-400-24");
    }

    [Fact]
    public async Task A_cursor_is_valid_only_for_its_own_search()
    {
        var cursor = (string)(await SearchAsync(Path, new JsonObject { ["searchTerm"] = "i", ["limit"] = 1 }))["links"]!["next"]!;
        using var response = await PostAsync(Path, new JsonObject { ["cursor"] = cursor }.ToJsonString(), Bearer());
        await ExpectErrorAsync(response, HttpStatusCode.BadRequest, "ADMIN-400-1");
    }

    [Fact]
    public async Task One_group_is_returned_by_id_in_its_directory()
    {
        AtlassianGroup group = Groups.All.First(group => group.Directory == 1);
        var found = await OkAsync(Directory(1) + "/groups/" + group.Id, Bearer());
        using var elsewhere = await GetAsync(Directory(0) + "/groups/" + group.Id, Bearer());
        using var unknown = await GetAsync(Directory() + "/groups/" + Guid.Empty, Bearer());
        Assert.Equal(group.Name, (string?)found["data"]!["name"]);
        await ExpectErrorAsync(elsewhere, HttpStatusCode.NotFound, "ADMIN-404-10");
        await ExpectErrorAsync(unknown, HttpStatusCode.NotFound, "ADMIN-404-10");
    }

    [Fact]
    public async Task Role_assignments_return_the_roles_of_a_group_and_of_a_user()
    {
        var contractors = await OkAsync(Directory() + "/groups/" + Groups.FindByName("contractors")!.Id + "/role-assignments", Bearer());
        Assert.Equal(["jira-software", "confluence"], contractors["data"]!.AsArray().Select(row => (string)row!["resourceOwner"]!));
        Assert.Equal("atlassian/user", (string?)contractors["data"]![0]!["roles"]![0]);
        Assert.Equal(Simulator.State.FindApplication("jira-software")!.ResourceId, (string?)contractors["data"]![0]!["resourceId"]);

        var administrator = Directory() + "/users/" + Uri.EscapeDataString(People[0].AccountId) + "/role-assignments?limit=1";
        var first = await OkAsync(administrator, Bearer());
        var second = await OkAsync(administrator + "&cursor=" + (string?)first["links"]!["next"], Bearer());
        Assert.Equal("jira-software", (string?)first["data"]![0]!["resourceOwner"]);
        Assert.Contains("atlassian/admin", first["data"]![0]!["roles"]!.AsArray().Select(role => (string?)role));
        Assert.NotEqual("jira-software", (string?)second["data"]![0]!["resourceOwner"]);
    }

    [Fact]
    public async Task A_renamed_group_is_found_by_its_new_name_only()
    {
        var before = Groups[12].Name;
        Simulator.State.RenameGroup(Groups[12], "Δοκιμή");
        await ExpectAsync(new() { ["groupNames"] = Array("δοκιμή", before) }, group => group.Index == 12);
    }

    private async Task ExpectAsync(JsonObject body, Func<AtlassianGroup, bool> expected)
    {
        string[] ids = [.. Groups.All.Where(expected).Select(group => group.Id)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids, (await SearchAllAsync(Path, body)).Select(row => (string)row["id"]!));
    }
}
