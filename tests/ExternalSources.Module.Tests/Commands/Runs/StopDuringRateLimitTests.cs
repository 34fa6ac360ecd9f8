using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Runs that stop while they wait for a rate limit: a request that was not sent does not belong to the run.</summary>
public sealed class StopDuringRateLimitTests
{
    [Fact]
    public async Task A_target_that_was_not_sent_is_not_attempted_and_a_change_by_somebody_else_is_not_undone()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        await world.StopAtLimitAsync("Disable-ExternalUser acme -User $ids -Force -ThrottleLimit 1", ("ids", RunWorld.Ids(people)));
        Assert.All(world.Results("Get-ExternalRun -Last 1 -Detail"), row => Assert.Equal(SkipReason.NotAttempted, row.Reason));

        world.State.Deactivate(people[0]);
        world.Later();
        var rows = world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").ToDictionary(row => row.AccountId!);
        Assert.Equal((ActionOutcome.NoChange, ActionOutcome.Succeeded), (rows[people[0].AccountId].Outcome, rows[people[1].AccountId].Outcome));
        world.Later();
        Assert.Equal(people[1].AccountId, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force")).AccountId);
    }

    [Fact]
    public async Task A_target_that_failed_before_stays_failed()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(403);
        world.Run("Disable-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        world.Simulator.Faults.Clear();
        world.Forget();
        await world.StopAtLimitAsync("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        var run = world.CheckedLast();
        Assert.Equal((1, 0), (run.Failed, run.Pending));
        Assert.Contains("403", Assert.Single(world.Results("Get-ExternalRun -Last 1 -Detail")).Detail, StringComparison.Ordinal);

        world.State.Deactivate(person);
        world.Later();
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        Assert.Equal(0, world.CheckedLast().Failed);
        Assert.Empty(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force"));
    }

    [Fact]
    public async Task A_user_that_somebody_else_removed_is_no_change()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        await world.StopAtLimitAsync("Remove-ExternalUser acme-jira -User $id -Force", ("id", person.AccountId));
        world.State.People.DeleteFromSite(person.Index);
        world.Later();
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
    }

    [Fact]
    public async Task Tokens_that_somebody_else_revoked_are_no_change()
    {
        await using var world = await RunWorld.StartAsync();
        // Every third account has no token.
        var person = world.Plain(3).First(person => person.Index % 3 != 0);
        await world.StopAtLimitAsync("Revoke-ExternalUserToken acme -User $id -Force", ("id", person.AccountId));
        world.Later();
        world.Ok("Revoke-ExternalUserToken acme -User $id -Force", ("id", person.AccountId));
        var stopped = world.Ok("Get-ExternalRun").OutputOf<ExternalRun>().Single(run => run.Status == RunStatus.Stopped);
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(world.Results("Resume-ExternalRun $run -Force", ("run", stopped.Id))).Outcome);
    }

    [Fact]
    public async Task An_undo_that_is_resumed_at_once_does_not_use_the_outdated_state()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Ok("Disable-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        world.Forget();
        await world.StopAtLimitAsync("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force -IncludeAdministrators");
        world.ShowAsActive(person);
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        Assert.Equal(AccountState.Active, world.Now(person).Account);
    }
}
