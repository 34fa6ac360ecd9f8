using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests;

/// <summary>Both APIs return the same people and groups.</summary>
public sealed class ApiConsistencyTests : ListTest
{
    protected override SimulatorOptions Options =>
        new()
        {
            Users = 300,
            Groups = 40,
            Seed = 7,
        };

    [Fact]
    public async Task Both_APIs_return_the_same_members_and_counts()
    {
        People.Delete(5);
        Groups.Remove(0, Groups.Members(0).Skip(1).First().Index);
        Groups.Add(10, People.Add().Index);
        foreach (var group in await SearchAllAsync(Directory(0) + "/groups/search", new JsonObject { ["expand"] = Array("counts.users") }))
        {
            var id = (string)group["id"]!;
            var searched = await SearchUsersAsync(new JsonObject { ["groupIds"] = Array(id) });
            var listed = await JiraPagesAsync("group/member?includeInactiveUsers=true&groupId=" + id);
            Assert.Equal(Ids(searched), Ids(listed));
            Assert.Equal(searched.Count, (int)group["counts"]!["users"]!);
            Assert.Equal(searched.Count, await CountAsync("groupIds=" + id));
            Assert.Equal(searched.Select(row => (string?)row["status"] == "active"), listed.Select(row => (bool)row["active"]!));
        }
    }

    [Fact]
    public async Task Both_APIs_return_the_same_groups_of_a_person()
    {
        Simulator.State.Behavior.GroupIdsOfUsers = GroupIdForm.Bare;
        var rows = await SearchUsersAsync(new JsonObject { ["expand"] = Array("groups") });
        foreach (var row in rows.Take(60))
        {
            var accountId = (string)row["accountId"]!;
            string[] groups = [.. row["groups"]!.AsArray().Select(group => (string)group!["id"]!)];
            var searched = await SearchAllAsync(Directory() + "/groups/search", new JsonObject { ["accountIds"] = Array(accountId) });
            var site = (await JiraAsync("user/groups?accountId=" + System.Uri.EscapeDataString(accountId))).AsArray();
            Assert.Equal(groups, searched.Select(group => (string)group["id"]!));
            Assert.Equal(groups.Where(id => Groups.Find(id)!.Directory == 0), site.Select(group => (string)group!["groupId"]!));
        }
    }

    [Fact]
    public async Task Both_APIs_return_the_same_people()
    {
        var searched = await SearchUsersAsync([]);
        var listed = await JiraArrayAsync("users/search");
        Assert.Equal(
            searched.Select(row => ((string?)row["accountId"], (string?)row["name"], (string?)row["email"])),
            listed.Select(row => ((string?)row["accountId"], (string?)row["displayName"], (string?)row["emailAddress"]))
        );
        Assert.Equal(searched.Count + Simulator.State.Behavior.OutsideAccounts, await CountAsync(""));
    }
}
