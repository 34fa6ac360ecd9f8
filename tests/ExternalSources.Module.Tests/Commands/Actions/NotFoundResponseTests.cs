using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Changes that the service answers with 404.</summary>
public sealed class NotFoundResponseTests
{
    [Fact]
    public async Task A_change_by_somebody_else_that_is_not_visible_yet_is_awaited()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        var seats = world.State.Groups.FindByName(RunWorld.Seats)!;
        world.Simulator.Faults.On("/admin/**/memberships/*").RespondWith(404, """{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}""");
        // The state and the administrators before it, the first look, and then the second.
        world.Simulator.Faults.On("/admin/**/users/search").Nth(4).Do(() => world.State.Groups.Remove(seats.Index, person.Index));
        Assert.Equal(
            ActionOutcome.NoChange,
            Assert.Single(world.Results("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", ("id", person.AccountId))).Outcome
        );
        Assert.Equal(4, world.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/users/search", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(
        "Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force",
        "/admin/**/memberships/*",
        """{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}"""
    )]
    [InlineData(
        "Remove-ExternalUser acme-jira -User $id -Force",
        "/rest/api/3/user",
        """{"errorMessages":["The user does not exist or you do not have permission."]}"""
    )]
    [InlineData("Revoke-ExternalUserToken acme -User $id -Force", "/users/*/manage/api-tokens/*", """{"key":"not-found"}""")]
    public async Task A_target_that_is_not_found_but_exists_is_a_failure(string script, string path, string body)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        world.Simulator.Faults.On(path).Where(request => request.Method == "DELETE").RespondWith(404, body);
        var result = world.Run(script, ("id", person.AccountId));
        var row = Assert.Single(result.OutputOf<ExternalActionResult>());
        Assert.Equal((ActionOutcome.Failed, 1, false), (row.Outcome, row.Attempts, row.IsOpen));
        Assert.Contains("does not", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Equal(1, world.CheckedLast().Failed);
    }

    [Fact]
    public async Task A_member_that_somebody_else_removed_is_no_change()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        var seats = world.State.Groups.FindByName(RunWorld.Seats)!;
        world.Simulator.Faults.On("/admin/**/memberships/*").Do(() => world.State.Groups.Remove(seats.Index, person.Index));
        Assert.Equal(
            ActionOutcome.NoChange,
            Assert.Single(world.Results("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", ("id", person.AccountId))).Outcome
        );
    }

    [Theory]
    [InlineData("""{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}""")]
    [InlineData("""{"errors":[{"code":"ADMIN-404-10","title":"Group not found"}]}""")]
    public async Task A_change_by_somebody_else_after_a_stop_does_not_belong_to_the_run(string refusal)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        world.Simulator.Faults.On("/admin/**/memberships/*").RespondWith(404, refusal);
        var looking = world.Simulator.Faults.On("/admin/**/users/search").Nth(3).Hold();
        using var stop = new CancellationTokenSource();
        var running = world.RunAsync("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", stop.Token, ("id", person.AccountId));
        await looking.WaitForArrivalAsync(TestContext.Current.CancellationToken);
        // A session that is killed at this moment leaves this log.
        var file = Assert.Single(world.LogFiles);
        var noted = Assert.Single(RunReader.Read(Path.GetFileNameWithoutExtension(file), file).Targets).Outcome!;
        Assert.Equal((ActionOutcome.Failed, false), (noted.Outcome, noted.IsOpen));
        await stop.CancelAsync();
        looking.Release();
        await running;
        Assert.Equal(1, world.CheckedLast().Failed);

        world.Simulator.Faults.Clear();
        world.State.Groups.Remove(world.State.Groups.FindByName(RunWorld.Seats)!.Index, person.Index);
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        Assert.Empty(world.Run("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force").Output);
        Assert.False(world.IsSeated(person));
    }

    [Fact]
    public async Task A_target_that_is_not_found_after_an_outage_is_an_open_failure()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        world.Simulator.Faults.On("/admin/**/memberships/*").Once().Respond(503);
        world.Simulator.Faults.On("/admin/**/memberships/*").RespondWith(404, """{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}""");
        var row = Assert.Single(
            world.Run("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", ("id", person.AccountId)).OutputOf<ExternalActionResult>()
        );
        Assert.Equal((ActionOutcome.Failed, true), (row.Outcome, row.IsOpen));
        Assert.True(world.IsSeated(person));
    }

    [Fact]
    public async Task A_target_that_is_not_found_again_on_resume_is_still_a_failure()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        world.Simulator.Faults.On("/admin/**/memberships/*").RespondWith(404, """{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}""");
        world.Run("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", ("id", person.AccountId));
        Assert.Equal(
            ActionOutcome.Failed,
            Assert.Single(world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>()).Outcome
        );
    }
}
