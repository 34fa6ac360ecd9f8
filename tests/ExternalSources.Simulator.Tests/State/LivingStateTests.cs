using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.State;

public sealed class LivingStateTests : ListTest
{
    [Fact]
    public async Task A_deletion_between_pages_makes_an_offset_list_miss_one_person()
    {
        Simulator.Faults.On("GET", "/rest/api/3/users/search").Nth(3).Do(() => Simulator.State.DeletePerson(People[0]));
        var rows = await JiraArrayAsync("users/search", 100);
        Assert.Equal(699, rows.Count);
        Assert.DoesNotContain(People[200].AccountId, Ids(rows));
    }

    [Fact]
    public async Task A_restored_person_between_pages_makes_an_offset_list_repeat_one_person()
    {
        var person = People[0];
        Simulator.State.DeletePerson(person);
        Simulator.Faults.On("GET", "/rest/api/3/users/search").Nth(3).Do(() => Simulator.State.RestorePerson(person));
        var rows = await JiraArrayAsync("users/search", 100);
        Assert.Equal((700, 699), (rows.Count, Ids(rows).Distinct().Count()));
    }

    [Fact]
    public async Task A_cursor_list_neither_misses_nor_repeats_people_who_stay()
    {
        Simulator
            .Faults.On("POST", "/admin/**")
            .Nth(3)
            .Do(async () =>
            {
                await Task.Yield();
                Simulator.State.DeletePerson(People[0]);
                Simulator.State.AddPerson();
            });
        var rows = await SearchUsersAsync(new JsonObject { ["limit"] = 100 });
        Assert.Equal(701, Ids(rows).Distinct().Count());
        Assert.Equal(701, rows.Count);
    }

    [Fact]
    public async Task Changes_of_people_show_in_both_APIs()
    {
        Person person = Everybody.First(person => person.Index > 0 && person.Status == "active" && person.Managed);
        Assert.Equal(("suspended", false), await StateAsync(Simulator.State.Suspend(person)));
        Assert.Equal(("active", true), await StateAsync(Simulator.State.Resume(person)));
        Assert.Equal(("deactivated", false), await StateAsync(Simulator.State.Deactivate(person)));
        Assert.Equal(("active", true), await StateAsync(Simulator.State.Reactivate(person)));
    }

    private async Task<(string? Status, bool Active)> StateAsync(Person person)
    {
        var row = Assert.Single(await SearchUsersAsync(new JsonObject { ["accountIds"] = Array(person.AccountId) }));
        var user = await JiraAsync("user?accountId=" + System.Uri.EscapeDataString(person.AccountId));
        return ((string?)row["status"], (bool)user["active"]!);
    }
}
