using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests.Organization;

public sealed class DirectoryAccessTests : ListTest
{
    private Person Able =>
        Everybody.First(person =>
            person.Index > 0 && person is { Kind: AccountKind.Person, Status: "active" } && Groups.GroupsOf(person.Index).Any(group => group.Directory == 0)
        );

    [Fact]
    public async Task Suspend_and_restore_change_the_membership_and_keep_the_groups()
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
    public async Task A_removed_user_is_in_no_group_of_the_directory_and_is_404()
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
    public async Task Suspend_and_restore_need_a_body_and_a_directory(string change)
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

    private string User(Person person) => Directory(0) + "/users/" + Uri.EscapeDataString(person.AccountId);

    private async Task<HttpStatusCode> PostStatusAsync(Person person, string change)
    {
        using var response = await PostAsync(User(person) + "/" + change, "{}", Bearer());
        return response.StatusCode;
    }
}
