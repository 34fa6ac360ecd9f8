using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>
/// The service shows changes late, each kind of read with a delay of its own. The module counts on 35 seconds and calls what takes longer unknown or a
/// failure, never done.
/// </summary>
public class LateReadTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Cases => ActionCase.Names;

    public static TheoryData<string> Undoable => ActionCase.Undoable;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_action_succeeds_and_its_repetition_changes_nothing(string name)
    {
        var action = ActionCase.Of(name);
        await using var world = await RunWorld.StartAsync(time: new ShellTime());
        world.State.LateReads.DelayAll(Usual);
        var people = action.People(world, 2);
        world.Later();
        var variables = new (string, object?)[] { ("ids", RunWorld.Ids(people)) };
        Assert.All(world.Results(action.Command + " -Force", variables).Where(row => row.Action == action.Action), row =>
            Assert.Equal(ActionOutcome.Succeeded, row.Outcome)
        );
        Assert.Equal(people.Select(person => action.Write + " " + person.AccountId).Order(StringComparer.Ordinal), world.Writes.Order(StringComparer.Ordinal));

        // Within the delay, users look as before. The service accepts some repetitions, calls some unnecessary, and refuses others.
        var repeated = world.Run(action.Command + " -Force", variables).OutputOf<ExternalActionResult>();
        Assert.All(repeated.Where(row => row.Outcome == ActionOutcome.Failed), row =>
            Assert.True(row.Detail!.Contains("not eligible", StringComparison.Ordinal) || row.Detail.Contains("has no user", StringComparison.Ordinal))
        );
        Assert.Equal(2, world.Writes.Length);
    }

    [Theory]
    [MemberData(nameof(Undoable))]
    public async Task An_undo_right_after_the_run_restores_the_state(string name)
    {
        var action = ActionCase.Of(name);
        await using var world = await RunWorld.StartAsync(time: new ShellTime());
        world.State.LateReads.DelayAll(Usual);
        var people = action.People(world, 2);
        world.Later();
        world.Ok(action.Command + " -Force", ("ids", RunWorld.Ids(people)));
        var undone = world.Run("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force").OutputOf<ExternalActionResult>();
        Assert.All(undone, row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(
            people.Select(person => action.Undo + " " + person.AccountId).Order(StringComparer.Ordinal),
            world.Writes.Skip(2).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_revoked_role_that_still_shows_after_35_seconds_is_no_success()
    {
        await using var world = await RunWorld.StartAsync(time: new ShellTime());
        world.State.LateReads.Delay(ReadKind.RoleAssignments, TooLong);
        var person = world.Plain(1)[0];
        foreach (var group in world.State.Groups.GroupsOf(person.Index).ToArray())
        {
            world.State.Groups.Remove(group.Index, person.Index);
        }

        world.State.Organizations[0].DirectRoles.Grant(person.Index, new RoleGrant("jira-software", "atlassian/user"));
        world.Shell.Clock.Advance(TooLong);
        world.Forget();
        var row = Assert.Single(
            world.Run("Revoke-ExternalUserAccess acme -Application jira-software -User $id -Force", ("id", person.AccountId)).OutputOf<ExternalActionResult>()
        );
        Assert.Equal((ActionOutcome.Failed, ExternalAction.RevokeUserRole), (row.Outcome, row.Action));
        Assert.Contains("still holds atlassian/user of jira-software (directly)", row.Detail, StringComparison.Ordinal);
        Assert.Contains("the outcome is unknown", row.Detail, StringComparison.Ordinal);
        Assert.Equal(["revoke-role " + person.AccountId], world.Writes);
    }

    [Theory]
    [InlineData(20, ActionOutcome.Succeeded)]
    [InlineData(0, ActionOutcome.Succeeded)]
    public async Task A_change_without_a_response_is_looked_for_as_long_as_it_may_take_to_show(int delay, ActionOutcome outcome)
    {
        await using var world = await RunWorld.StartAsync(time: new ShellTime());
        world.State.LateReads.DelayAll(TimeSpan.FromSeconds(delay));
        var person = world.Plain(1)[0];
        world.Later();
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(503).AfterProcessing();
        var row = Assert.Single(world.Run("Disable-ExternalUser acme -User $id -Force", ("id", person.AccountId)).OutputOf<ExternalActionResult>());
        Assert.Equal(outcome, row.Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_a_late_look_says_that_a_change_without_a_response_was_not_made(bool isLate)
    {
        await using var world = await RunWorld.StartAsync(time: new ShellTime());
        var person = world.Plain(1)[0];
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(503);
        if (!isLate)
        {
            world.Simulator.Faults.On("/admin/**/users/search").After(4).Respond(403);
        }

        var row = Assert.Single(
            world.Run("Disable-ExternalUser acme -User $id -IncludeAdministrators -Force", ("id", person.AccountId)).OutputOf<ExternalActionResult>()
        );
        Assert.Equal(ActionOutcome.Failed, row.Outcome);
        Assert.Equal(!isLate, row.Detail!.Contains("unknown whether the change was made", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_by_somebody_else_that_shows_too_late_is_not_taken_for_done()
    {
        await using var world = await RunWorld.StartAsync(time: new ShellTime());
        world.State.LateReads.DelayAll(TooLong);
        var person = world.Plain(1)[0];
        world.Shell.Clock.Advance(TooLong);
        world.State.Groups.Add(world.Nobody.Index, person.Index);
        world.Forget();
        var row = Assert.Single(
            world.Run("Add-ExternalGroupMember nobody-yet -Source acme -User $id -Force", ("id", person.AccountId)).OutputOf<ExternalActionResult>()
        );
        Assert.Equal(ActionOutcome.Failed, row.Outcome);
        Assert.Contains("the user's state does not show it", row.Detail, StringComparison.Ordinal);
        Assert.Empty(world.Writes);
    }
}
