using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests;

/// <summary>Lists that change while they are read, and answers that contradict themselves.</summary>
public sealed class ChangingListTests : ListTest
{
    [Fact]
    public async Task A_deletion_between_two_pages_makes_an_offset_list_miss_one()
    {
        Simulator.Faults.On("GET", "/rest/api/3/users/search").Nth(3).Do(() => Simulator.State.DeletePerson(People[0]));
        var rows = await JiraArrayAsync("users/search", 100);
        Assert.Equal(699, rows.Count);
        Assert.DoesNotContain(People[200].AccountId, Ids(rows));
    }

    [Fact]
    public async Task A_deletion_taken_back_between_two_pages_makes_it_repeat_one()
    {
        var person = People[0];
        Simulator.State.DeletePerson(person);
        Simulator.Faults.On("GET", "/rest/api/3/users/search").Nth(3).Do(() => Simulator.State.RestorePerson(person));
        var rows = await JiraArrayAsync("users/search", 100);
        Assert.Equal((700, 699), (rows.Count, Ids(rows).Distinct().Count()));
    }

    [Fact]
    public async Task A_cursor_list_neither_misses_nor_repeats_whoever_stays()
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
    public async Task What_happens_to_people_shows_in_both()
    {
        Person person = Everybody.First(person => person.Index > 0 && person.Status == "active" && person.Managed);
        Assert.Equal(("suspended", false), await StateAsync(Simulator.State.Suspend(person)));
        Assert.Equal(("active", true), await StateAsync(Simulator.State.Resume(person)));
        Assert.Equal(("deactivated", false), await StateAsync(Simulator.State.Deactivate(person)));
        Assert.Equal(("active", true), await StateAsync(Simulator.State.Reactivate(person)));
    }

    [Fact]
    public async Task A_cursor_can_repeat_itself()
    {
        var fault = Simulator.Faults.On("POST", "/admin/**").After(1).RepeatCursor();
        var first = await SearchAsync(Directory() + "/users/search", []);
        var cursor = (string)first["links"]!["next"]!;
        var second = await SearchAsync(Directory() + "/users/search", new JsonObject { ["cursor"] = cursor });
        Assert.Equal(cursor, (string?)second["links"]!["next"]);
        Assert.Equal(1, fault.Applied);
    }

    [Fact]
    public async Task Counts_and_totals_can_be_wrong()
    {
        Simulator.Faults.OnAny().AdjustCount(-3);
        Assert.Equal(697, await CountAsync(""));
        Assert.Equal(Groups.MemberCount(0, MemberView.ActiveOnSite) - 3, (int)(await JiraAsync("group/member?groupId=" + Groups[0].Id))["total"]!);
    }

    [Fact]
    public async Task The_control_surface_knows_those_faults_too()
    {
        using var added = await PostAsync("/_simulator/faults", """{"path": "/admin/**", "adjustCount": 5}""");
        using var repeat = await PostAsync("/_simulator/faults", """{"path": "/admin/**", "repeatCursor": true}""");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (added.StatusCode, repeat.StatusCode));
        Assert.Equal(705, await CountAsync(""));
    }

    private async Task<(string? Status, bool Active)> StateAsync(Person person)
    {
        var row = Assert.Single(await SearchUsersAsync(new JsonObject { ["accountIds"] = Array(person.AccountId) }));
        var user = await JiraAsync("user?accountId=" + System.Uri.EscapeDataString(person.AccountId));
        return ((string?)row["status"], (bool)user["active"]!);
    }
}
