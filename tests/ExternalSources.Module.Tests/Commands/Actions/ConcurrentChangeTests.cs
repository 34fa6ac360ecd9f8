using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Users that somebody else changes during a run.</summary>
public sealed class ConcurrentChangeTests
{
    private const string AddOnSite = "Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids -Force";
    private const string AddToAcme = "Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force";

    [Fact]
    public async Task A_user_deleted_during_the_run_is_the_only_failure()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(6);
        world
            .Simulator.Faults.OnAny()
            .Where(RunWorld.IsChange)
            .Nth(1)
            .Do(() =>
            {
                world.State.DeletePerson(people[4]);
            });
        var result = world.Run("Disable-ExternalUser -Source acme -User $ids -Force -ThrottleLimit 1", ("ids", RunWorld.Ids(people)));
        var failed = Assert.Single(result.OutputOf<ExternalActionResult>(), row => row.Outcome != ActionOutcome.Succeeded);
        Assert.Equal((ActionOutcome.Failed, people[4].AccountId), (failed.Outcome, failed.AccountId));
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("ActionFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Same(failed, error.TargetObject);
        Assert.Equal((5, 1, RunStatus.Completed), (world.CheckedLast().Succeeded, world.Last().Failed, world.Last().Status));
    }

    [Fact]
    public async Task A_change_that_somebody_else_made_first_is_no_change_and_is_not_undone()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world
            .Simulator.Faults.OnAny()
            .Where(RunWorld.IsChange)
            .Once()
            .Do(() =>
            {
                world.State.Groups.Add(world.Nobody.Index, people[1].Index);
            });
        var rows = world.Results(AddOnSite + " -ThrottleLimit 1", ("ids", RunWorld.Ids(people)));
        Assert.Equal([ActionOutcome.Succeeded, ActionOutcome.NoChange], rows.Select(row => row.Outcome));
        world.Later();
        world.Ok("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.False(world.IsMember(people[0]));
        Assert.True(world.IsMember(people[1]));
    }

    [Fact]
    public async Task A_change_that_somebody_else_made_after_a_failure_is_no_change_and_is_not_undone()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(403);
        world.Run(AddToAcme, ("ids", RunWorld.Ids([person])));
        world.Simulator.Faults.Clear();
        world.State.Groups.Add(world.Nobody.Index, person.Index);
        world.Later();
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        world.Ok("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.True(world.IsMember(person));
    }
}
