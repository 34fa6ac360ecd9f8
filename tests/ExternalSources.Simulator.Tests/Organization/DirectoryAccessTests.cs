using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests;

/// <summary>Access to a directory and to the site, taken and given back.</summary>
public sealed class AccessTests : ListTest
{
    private Person Able =>
        Everybody.First(person =>
            person.Index > 0 && person is { Kind: AccountKind.Person, Status: "active" } && Groups.GroupsOf(person.Index).Any(group => group.Directory == 0)
        );

    [Fact]
    public async Task Access_is_suspended_and_restored_with_its_groups()
    {
        var person = Able;
        var groups = Groups.GroupsOf(person.Index).Count;
        Assert.Equal(HttpStatusCode.NoContent, await PostStatusAsync(person, "suspend"));
        Assert.Equal(MembershipState.Suspended, People[person.Index].Membership);
        Assert.Equal(HttpStatusCode.NoContent, await PostStatusAsync(person, "suspend"));
        Assert.Equal(HttpStatusCode.NoContent, await PostStatusAsync(person, "restore"));
        Assert.Equal(MembershipState.Active, People[person.Index].Membership);
        Assert.Equal(groups, Groups.GroupsOf(person.Index).Count);
        Assert.Equal(["suspend", "restore"], Simulator.State.Writes.Snapshot().Select(write => write.Kind));
    }

    [Fact]
    public async Task Whoever_is_removed_is_in_no_group_and_not_there_any_more()
    {
        var person = Able;
        using var removed = await SendAsync(HttpMethod.Delete, User(person), Bearer());
        using var again = await SendAsync(HttpMethod.Delete, User(person), Bearer());
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await ExpectErrorAsync(again, HttpStatusCode.NotFound, "ADMIN-404-8");
        Assert.DoesNotContain(Groups.GroupsOf(person.Index), group => group.Directory == 0);
        Assert.Equal(HttpStatusCode.NotFound, await PostStatusAsync(person, "restore"));
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("restore")]
    public async Task It_takes_a_body_and_a_real_directory(string change)
    {
        using var bare = await SendAsync(HttpMethod.Post, User(Able) + "/" + change, Bearer());
        using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var plain = await SendAsync(HttpMethod.Post, User(Able) + "/" + change, Bearer(), text);
        using var all = await PostAsync(Directory() + "/users/" + Uri.EscapeDataString(Able.AccountId) + "/" + change, "{}", Bearer());
        Assert.Equal(
            [HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.BadRequest],
            [bare.StatusCode, plain.StatusCode, all.StatusCode]
        );
        Assert.Empty(Simulator.State.Writes.Snapshot());
    }

    [Fact]
    public async Task Whoever_is_removed_from_the_site_keeps_the_account()
    {
        var person = Able;
        var path = "/rest/api/3/user?accountId=" + Uri.EscapeDataString(person.AccountId);
        using var removed = await SendAsync(HttpMethod.Delete, path, Basic());
        using var again = await SendAsync(HttpMethod.Delete, path, Basic());
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, again.StatusCode));
        Assert.False(People.IsOnSite(person.Index));
        Assert.True(People.Exists(person.Index));
    }

    [Theory]
    [InlineData("site-admin", "org-admins")]
    [InlineData("admin", "jira-administrators")]
    public async Task Groups_are_picked_by_what_their_members_may(string access, string name)
    {
        var rows = await JiraPagesAsync("group/bulk?accessType=" + access);
        Assert.Contains(name, rows.Select(row => (string?)row["name"]));
        Assert.DoesNotContain("jira-software-users", rows.Select(row => (string?)row["name"]));
        Assert.Contains("jira-software-users", (await JiraPagesAsync("group/bulk?accessType=user")).Select(row => (string?)row["name"]));
        using var none = await GetAsync("/rest/api/3/group/bulk?accessType=none", Basic());
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }

    private string User(Person person) => Directory(0) + "/users/" + Uri.EscapeDataString(person.AccountId);

    private async Task<HttpStatusCode> PostStatusAsync(Person person, string change)
    {
        using var response = await PostAsync(User(person) + "/" + change, "{}", Bearer());
        return response.StatusCode;
    }
}
