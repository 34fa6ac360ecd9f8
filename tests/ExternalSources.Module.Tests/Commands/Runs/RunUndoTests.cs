using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Undoing a run: what is undone, what is skipped, and what is undone only once.</summary>
public sealed class RunUndoTests
{
    private const string AddToAcme = "Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force";
    private const string Undo = "Get-ExternalRun -Last 1 | Undo-ExternalRun -Force";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stopped_undo_is_resumed_with_its_groups()
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(230);
        world.Ok(AddToAcme, ("ids", RunWorld.Ids(people)));
        world.Later();
        using var stop = new CancellationTokenSource();
        var held = world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Nth(3).Hold();
        var running = world.RunAsync("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force -ThrottleLimit 1", stop.Token);
        await held.WaitForArrivalAsync(Cancellation);
        stop.Cancel();
        held.Release();
        await running;
        Assert.Equal(230, world.CheckedLast().Targets);
        world.Ok("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        Assert.Equal(230, world.CheckedLast().Succeeded);
        Assert.DoesNotContain(people, world.IsMember);
    }

    [Fact]
    public async Task A_resumed_undo_of_a_restore_skips_a_user_that_was_deactivated_since()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var ids = ("ids", (object?)RunWorld.Ids(people));
        world.Ok("Remove-ExternalUser acme -User $ids -Force", ids);
        world.Later();
        world.Ok("Restore-ExternalUser acme -User $ids -Force", ids);
        world.Later();
        var fault = world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(403);
        world.Run("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force -ThrottleLimit 1");
        Assert.Equal(2, world.CheckedLast().Failed);
        world.Simulator.Faults.Remove(fault);
        world.State.People.Change(people[0].Index, person => person with { Account = AccountState.Inactive });
        world.Later();
        world.Forget();
        var rows = world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        Assert.Equal(SkipReason.Drifted, rows.Single(row => row.AccountId == people[0].AccountId).Reason);
        Assert.Equal(["delete " + people[1].AccountId], world.Writes);
    }

    [Fact]
    public async Task Only_changes_of_the_run_that_still_exist_are_undone()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(5);
        world.State.Deactivate(people[0]);
        world.Ok("Disable-ExternalUser -Source acme -User $ids -Force", ("ids", RunWorld.Ids(people)));
        world.Later();
        world.State.Reactivate(people[1]);
        world.State.People.Change(people[2].Index, present => present with { ForDeletion = true, DeleteAt = DateTimeOffset.UtcNow.AddDays(9) });
        world.Forget();

        var rows = world.Results(Undo).ToDictionary(row => row.AccountId!);
        Assert.DoesNotContain(people[0].AccountId, rows.Keys);
        Assert.Equal(ActionOutcome.NoChange, rows[people[1].AccountId].Outcome);
        Assert.Equal((ActionOutcome.Skipped, SkipReason.NotApplicable), (rows[people[2].AccountId].Outcome, rows[people[2].AccountId].Reason));
        Assert.Equal(new[] { people[3], people[4] }.Select(person => "enable " + person.AccountId).Order(), world.Writes.Order());
        Assert.Equal(AccountState.Inactive, world.Now(people[0]).Account);
    }

    [Fact]
    public async Task A_change_that_is_not_visible_yet_does_not_count_as_undone()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Ok("Disable-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        var begun = world.Shell.Clock.UtcNow;
        world.ShowAsActive(person);
        world.Simulator.Faults.On("/users/*/manage/lifecycle/enable").Respond(503);
        var row = Assert.Single(world.Run("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force -IncludeAdministrators").OutputOf<ExternalActionResult>());
        Assert.Equal(ActionOutcome.Failed, row.Outcome);
        Assert.Equal(AccountState.Inactive, world.Now(person).Account);
        Assert.True(world.Shell.Clock.UtcNow - begun >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_change_that_waited_for_a_rate_limit_is_undone()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Once().Respond(429, TimeSpan.FromSeconds(60));
        world.Ok("Disable-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        world.ShowAsActive(person);
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force -IncludeAdministrators")).Outcome);
        Assert.Equal(AccountState.Active, world.Now(person).Account);
    }

    [Fact]
    public async Task A_change_is_undone_once()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Ok("Disable-ExternalUser acme -User $ids -Force", ("ids", RunWorld.Ids(people)));
        var run = world.Last().Id;
        world.Later();
        Assert.Equal(2, world.Results("Undo-ExternalRun $run -Force", ("run", run)).Count);
        var undo = world.Last().Id;
        world.State.Deactivate(people[0]);
        world.Later();
        var again = world.Ok("Undo-ExternalRun $run -Force", ("run", run));
        Assert.Empty(again.Output);
        Assert.Contains(again.Warnings, warning => warning.Message.Contains("reversed, or may have reversed, 2 changes", StringComparison.Ordinal));
        Assert.Equal(AccountState.Inactive, world.Now(people[0]).Account);
        world.Ok("$null = Set-ExternalSource acme -NewName acme-org");
        Assert.Empty(world.Ok("Undo-ExternalRun $run -Force", ("run", run)).Output);

        // After the undo of the undo, the change of the run exists again.
        world.Results("Undo-ExternalRun $undo -Force", ("undo", undo));
        world.Later();
        Assert.Equal(
            ActionOutcome.Succeeded,
            world.Results("Undo-ExternalRun $run -Force", ("run", run)).Single(row => row.AccountId == people[1].AccountId).Outcome
        );
    }

    [Fact]
    public async Task A_change_that_may_have_been_undone_is_not_undone_again()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Ok("Disable-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        var run = world.Last().Id;
        world.Later();
        // Neither the change nor the read that verifies it has a response.
        world.Simulator.Faults.On("/users/*/manage/lifecycle/enable").Respond(503).AfterProcessing();
        world.Simulator.Faults.On("/admin/**/users/search").After(2).Respond(500);
        Assert.Equal(ActionOutcome.Failed, Assert.Single(world.Run("Undo-ExternalRun $run -Force", ("run", run)).OutputOf<ExternalActionResult>()).Outcome);
        world.Simulator.Faults.Clear();
        Assert.Equal(AccountState.Active, world.Now(person).Account);
        world.State.Deactivate(person);
        world.Later();
        var again = world.Ok("Undo-ExternalRun $run -Force", ("run", run));
        Assert.Empty(again.Output);
        Assert.Contains(again.Warnings, warning => warning.Message.Contains("or may have reversed", StringComparison.Ordinal));
        Assert.Equal(AccountState.Inactive, world.Now(person).Account);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(503)]
    public async Task An_undo_uses_the_state_before_the_successful_attempt(int status)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        var refusal = world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(status);
        world.Run("Remove-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        world.Simulator.Faults.Remove(refusal);
        world.State.Deactivate(person);
        world.Later();
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        world.Later();
        // To cancel the deletion would reactivate a deactivated user.
        Assert.Equal(SkipReason.NotUndoable, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force")).Reason);
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("from site")]
    [InlineData("from directory")]
    public async Task An_action_without_an_undo_is_skipped_with_a_warning(string name)
    {
        await using var world = await RunWorld.StartAsync();
        var one = ActionCase.Of(name);
        world.Ok(one.Command + " -Force", ("ids", RunWorld.Ids(one.People(world, 2))));
        world.Forget();
        var result = world.Ok(Undo);
        Assert.All(result.OutputOf<ExternalActionResult>(), row => Assert.Equal((ActionOutcome.Skipped, SkipReason.NotUndoable), (row.Outcome, row.Reason)));
        Assert.Equal(2, result.Output.Count);
        Assert.Single(result.Warnings);
        Assert.Empty(world.Changes);
        Assert.Single(world.LogFiles);
    }

    [Fact]
    public async Task The_deletion_of_a_deactivated_account_is_not_undone()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.State.Deactivate(people[0]);
        world.Ok("Remove-ExternalUser -Source acme -User $ids -Force", ("ids", RunWorld.Ids(people)));
        world.Later();
        world.Forget();
        var rows = world.Results(Undo).ToDictionary(row => row.AccountId!);
        Assert.Equal(SkipReason.NotUndoable, rows[people[0].AccountId].Reason);
        Assert.Equal(["cancel-delete " + people[1].AccountId], world.Writes);
    }

    [Fact]
    public async Task A_run_is_not_undone_at_another_address_of_its_source()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Ok("Add-ExternalGroupMember -Source acme -Group nobody-yet -User $id", ("id", person.AccountId));
        var path = world.Last().Path;
        System.IO.File.WriteAllText(
            path,
            System.IO.File.ReadAllText(path).Replace(world.Simulator.Address.AbsoluteUri, "https://api.atlassian.com/", System.StringComparison.Ordinal)
        );
        world.Forget();
        world.Fails("InvalidSource", "Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.Empty(world.Changes);
    }
}
