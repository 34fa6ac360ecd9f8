using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using Xunit;

namespace ExternalSources.Simulator.Tests.Faults;

/// <summary>Faults that make lists contradict themselves.</summary>
public sealed class FaultyListTests : ListTest
{
    [Fact]
    public async Task A_fault_repeats_a_cursor()
    {
        var fault = Simulator.Faults.On("POST", "/admin/**").After(1).RepeatCursor();
        var first = await SearchAsync(Directory() + "/users/search", []);
        var cursor = (string)first["links"]!["next"]!;
        var second = await SearchAsync(Directory() + "/users/search", new JsonObject { ["cursor"] = cursor });
        Assert.Equal(cursor, (string?)second["links"]!["next"]);
        Assert.Equal(1, fault.Applied);
    }

    [Fact]
    public async Task A_fault_changes_counts_and_totals()
    {
        Simulator.Faults.OnAny().AdjustCount(-3);
        Assert.Equal(697 + Simulator.State.Behavior.OutsideAccounts, await CountAsync(""));
        Assert.Equal(Groups.MemberCount(0, MemberView.ActiveOnSite) - 3, (int)(await JiraAsync("group/member?groupId=" + Groups[0].Id))["total"]!);
    }

    [Fact]
    public async Task The_control_API_adds_faults_in_lists()
    {
        using var added = await PostAsync("/_simulator/faults", """{"path": "/admin/**", "adjustCount": 5}""");
        using var repeat = await PostAsync("/_simulator/faults", """{"path": "/admin/**", "repeatCursor": true}""");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (added.StatusCode, repeat.StatusCode));
        Assert.Equal(705 + Simulator.State.Behavior.OutsideAccounts, await CountAsync(""));
    }
}
