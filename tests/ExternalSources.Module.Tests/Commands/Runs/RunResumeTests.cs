using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Resuming a run: what it reads back, what it changes, and when the run is complete.</summary>
public sealed class RunResumeTests
{
    private const string AddToAcme = "Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force";
    private const string Disable = "Disable-ExternalUser -Source acme -User $ids -Force";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pending_user_becomes_one_target_for_each_group()
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(230);
        var other = world.State.Groups.FindByName("product-stakeholders")!;
        foreach (var person in people)
        {
            world.State.Groups.Remove(other.Index, person.Index);
        }

        using var stop = new CancellationTokenSource();
        var held = world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Nth(3).Hold();
        var running = world.RunAsync(
            "Add-ExternalGroupMember nobody-yet, product-stakeholders -Source acme -User $ids -ThrottleLimit 1",
            stop.Token,
            ("ids", RunWorld.Ids(people))
        );
        await held.WaitForArrivalAsync(Cancellation);
        stop.Cancel();
        held.Release();
        await running;
        world.CheckedLast();

        var resumed = world.Ok("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>();
        Assert.All(resumed, row => Assert.True(row.Outcome == ActionOutcome.Succeeded && row.Group is not null, row.Detail));
        Assert.Equal(460, world.Writes.Length);
        Assert.Equal(460, world.State.Writes.Snapshot().Distinct().Count());
        Assert.Equal((460, 460), (world.CheckedLast().Targets, world.Last().Succeeded));
        Assert.All(people, person => Assert.True(world.IsMember(person) && world.State.Groups.IsMember(other.Index, person.Index)));
        world.Later();
        world.Ok("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.DoesNotContain(people, person => world.IsMember(person) || world.State.Groups.IsMember(other.Index, person.Index));
    }

    [Fact]
    public async Task A_resume_reads_back_a_change_that_had_no_response()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        using var stop = new CancellationTokenSource();
        var fault = world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Nth(2);
        fault.AfterProcessing();
        var held = fault.Hold();
        var running = world.RunAsync(AddToAcme + " -ThrottleLimit 1", stop.Token, ("ids", RunWorld.Ids(people)));
        await held.WaitForArrivalAsync(Cancellation);
        stop.Cancel();
        await running;
        held.Release();
        Assert.Equal((1, 2), (world.CheckedLast().Succeeded, world.Last().Pending));
        Assert.Single(world.Ok("Get-ExternalRun -Last 1 | Undo-ExternalRun -WhatIf").Warnings);

        var resumed = world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        Assert.Equal([ActionOutcome.Succeeded, ActionOutcome.Succeeded], resumed.Select(row => row.Outcome));
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
    }

    [Fact]
    public async Task Two_sessions_cannot_resume_one_run_at_once()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(8);
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Times(5).Respond(403);
        world.Run(AddToAcme + " -ThrottleLimit 1", ("ids", RunWorld.Ids(people)));
        var id = world.Last().Id;
        world.Simulator.Faults.Clear();
        using var other = new ModuleShell(storeFolder: world.Shell.StoreFolder);
        ShellResult? second = null;
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Once().Do(() => second = other.Run("Resume-ExternalRun $id -Force", ("id", id)));
        world.Ok("Resume-ExternalRun $id -Force -ThrottleLimit 1", ("id", id));
        Assert.StartsWith("RunBusy,", Assert.Single(second!.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(8, world.Writes.Length);
        Assert.Equal(8, world.CheckedLast().Succeeded);
    }

    [Fact]
    public async Task A_resume_determines_an_unknown_outcome()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(500).AfterProcessing();
        world.Simulator.Faults.On("POST", "/admin/v2/orgs/*/directories/*/users/search").After(2).Respond(500);
        var failed = Assert.Single(world.Run(AddToAcme, ("ids", RunWorld.Ids([person]))).OutputOf<ExternalActionResult>());
        Assert.Equal(ActionOutcome.Failed, failed.Outcome);
        Assert.Contains("It is unknown whether the change was made", failed.Detail, StringComparison.Ordinal);
        world.Simulator.Faults.Clear();
        world.Later();
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        Assert.Single(world.Writes);
        world.Later();
        world.Ok("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.False(world.IsMember(person));
    }

    [Fact]
    public async Task A_run_is_not_complete_while_users_of_a_removed_source_are_pending()
    {
        await using var world = await RunWorld.StartAsync();
        var ids = ("ids", (object?)RunWorld.Ids(world.Plain(8)));
        var fault = world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(403);
        world.Run("Add-ExternalGroupMember nobody-yet -Source acme-jira, acme -User $ids -ThrottleLimit 1", ids);
        world.Simulator.Faults.Remove(fault);
        world.Ok("Remove-ExternalSource acme-jira -Confirm:$false");
        var rows = world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>();
        Assert.Equal(8, rows.Count(row => row.Source == "acme" && row.Outcome == ActionOutcome.Succeeded));
        Assert.Equal(8, rows.Count(row => row.Source == "acme-jira" && row.Reason == SkipReason.NotAttempted));
        var run = world.CheckedLast();
        Assert.Equal(RunStatus.Stopped, run.Status);
        Assert.True(run.Failed + run.Pending == 8, $"{run.Failed} failed, {run.Pending} pending");
    }

    [Fact]
    public async Task A_resume_adds_the_footer_that_a_crashed_session_did_not_write()
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(2))));
        var path = world.Last().Path;
        File.WriteAllLines(path, File.ReadAllLines(path)[..^1]);
        Assert.Equal(RunStatus.Interrupted, world.Last().Status);
        world.Forget();
        Assert.Single(world.Ok("Get-ExternalRun | Resume-ExternalRun -Force").Warnings);
        Assert.Equal((RunStatus.Completed, 2), (world.CheckedLast().Status, world.Last().Succeeded));
        Assert.Empty(world.Changes);
    }
}
