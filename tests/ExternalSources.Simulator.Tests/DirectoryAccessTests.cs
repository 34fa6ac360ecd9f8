using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests;

/// <summary>Access to a directory is suspended, restored and taken away by the organization API.</summary>
public sealed class DirectoryAccessTests : AccountTest
{
    [Fact]
    public async Task Suspended_people_keep_their_groups_and_hold_no_seat()
    {
        Person person = Everybody.First(candidate => IsAble(candidate) && Acme.SeatsTaken.Holds(candidate.Index, "jira-software"));
        string[] groups = [.. Groups.GroupsOf(person.Index).Select(group => group.Id)];
        int seats = Acme.SeatsTaken.Taken("jira-software");
        await ExpectStatusAsync(HttpStatusCode.NoContent, await SetAsync(person, "suspend"));
        await ExpectStatusAsync(HttpStatusCode.NoContent, await SetAsync(person, "suspend"));
        Assert.Equal(("suspended", seats - 1), (Now(person).Status, Acme.SeatsTaken.Taken("jira-software")));
        Assert.Equal(groups, Groups.GroupsOf(person.Index).Select(group => group.Id));
        Assert.Contains(person.AccountId, Ids(await SearchUsersAsync(new JsonObject { ["membershipStatus"] = Array("suspended") })));
        Assert.False((bool)(await JiraAsync("user?accountId=" + Uri.EscapeDataString(person.AccountId)))["active"]!);

        await ExpectStatusAsync(HttpStatusCode.NoContent, await SetAsync(person, "restore"));
        await ExpectStatusAsync(HttpStatusCode.NoContent, await SetAsync(person, "restore"));
        Assert.Equal((person, seats), (Now(person), Acme.SeatsTaken.Taken("jira-software")));
        ExpectWrites(person, "suspend", "restore");
    }

    [Fact]
    public async Task Whoever_is_removed_leaves_his_groups_for_good()
    {
        Person person = Everybody.First(candidate => IsAble(candidate) && Groups.GroupsOf(candidate.Index).Count > 1);
        AtlassianGroup group = Groups.GroupsOf(person.Index)[0];
        int members = Groups.MemberCount(group.Index);
        await ExpectStatusAsync(HttpStatusCode.NoContent, await RemoveAsync(person));
        Assert.Equal(("not_invited", "no_membership", members - 1), (Now(person).Status, Now(person).MembershipStatus, Groups.MemberCount(group.Index)));
        await ExpectErrorAsync(await RemoveAsync(person), HttpStatusCode.NotFound, "ADMIN-404-8");
        await ExpectErrorAsync(await SetAsync(person, "restore"), HttpStatusCode.NotFound, "ADMIN-404-8");
        Simulator.State.Resume(person);
        Assert.Empty(Groups.GroupsOf(person.Index));
        ExpectWrites(person, "remove-from-directory");
    }

    [Fact]
    public async Task Whoever_is_not_in_the_directory_is_not_found()
    {
        Person outside = Everybody.First(person => IsAble(person) && !Groups.InDirectory(person.Index, 1));
        Person uninvited = Everybody.First(person => person.Status == "not_invited");
        Person customer = Everybody.First(person => person.Kind == AccountKind.Customer);
        foreach ((Person person, int directory) in ((Person, int)[])[(outside, 1), (uninvited, 0), (customer, 0), (Able with { AccountId = "557058:nobody" }, 0)])
        {
            await ExpectErrorAsync(await SetAsync(person, "suspend", directory), HttpStatusCode.NotFound, "ADMIN-404-8");
            await ExpectErrorAsync(await SetAsync(person, "restore", directory), HttpStatusCode.NotFound, "ADMIN-404-8");
            await ExpectErrorAsync(await RemoveAsync(person, directory), HttpStatusCode.NotFound, "ADMIN-404-8");
        }

        Assert.Empty(Simulator.State.Writes.Snapshot());
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("restore")]
    public async Task A_json_body_is_needed(string change)
    {
        using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
        await ExpectErrorAsync(await SendAsync(HttpMethod.Post, User(Able, 0) + "/" + change, Bearer()), HttpStatusCode.UnsupportedMediaType, "ADMIN-415-1");
        await ExpectErrorAsync(await SendAsync(HttpMethod.Post, User(Able, 0) + "/" + change, Bearer(), text), HttpStatusCode.UnsupportedMediaType, "ADMIN-415-1");
        await ExpectErrorAsync(await PostAsync(User(Able, 0) + "/" + change, "", Bearer()), HttpStatusCode.UnsupportedMediaType, "ADMIN-415-1");
        await ExpectErrorAsync(await PostAsync(User(Able, 0) + "/" + change, "[]", Bearer()), HttpStatusCode.BadRequest, "ADMIN-400-24");
    }

    [Fact]
    public async Task The_dash_is_for_reading()
    {
        await ExpectErrorAsync(await SetAsync(Able, "suspend", null), HttpStatusCode.BadRequest, "ADMIN-400-24");
        await ExpectErrorAsync(await SetAsync(Able, "restore", null), HttpStatusCode.BadRequest, "ADMIN-400-24");
        await ExpectErrorAsync(await RemoveAsync(Able, null), HttpStatusCode.BadRequest, "ADMIN-400-24");
    }

    [Fact]
    public async Task Administrators_are_told_by_their_platform_role()
    {
        JsonNode row = Assert.Single(await SearchUsersAsync(new JsonObject { ["accountIds"] = Array(People[0].AccountId), ["expand"] = Array("platformRoles") }));
        Assert.Equal("atlassian/org-admin", (string?)Assert.Single(row["platformRoles"]!.AsArray()));
    }

    private static async Task ExpectStatusAsync(HttpStatusCode status, HttpResponseMessage response)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private string User(Person person, int? directory) => Directory(directory) + "/users/" + Uri.EscapeDataString(person.AccountId);

    private Task<HttpResponseMessage> SetAsync(Person person, string change, int? directory = 0) => PostAsync(User(person, directory) + "/" + change, "{}", Bearer());

    private Task<HttpResponseMessage> RemoveAsync(Person person, int? directory = 0) => SendAsync(HttpMethod.Delete, User(person, directory), Bearer());
}
