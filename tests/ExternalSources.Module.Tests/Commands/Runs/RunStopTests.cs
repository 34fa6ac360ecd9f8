using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Runs that stop before their end: the log is complete, and a resume does the rest.</summary>
public sealed class RunStopTests
{
    private const string AddOnSite = "Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids -Force";
    private const string AddToAcme = "Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AddOnSite, "")]
    [InlineData(AddOnSite, "-MaxTargets 1000")]
    [InlineData(AddToAcme, "")]
    [InlineData(AddToAcme, "-MaxPercent 100")]
    public async Task A_stopped_run_logs_its_changes_and_a_resume_does_the_rest(string command, string limit)
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(230);
        using var stop = new CancellationTokenSource();
        var held = world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).After(4).Hold();
        var running = world.RunAsync($"{command} {limit} -ThrottleLimit 2", stop.Token, ("ids", RunWorld.Ids(people)));
        await held.WaitForArrivalAsync(Cancellation);
        stop.Cancel();
        held.Release();
        Assert.Equal(ShellState.Stopped, (await running).State);
        await world.Simulator.Requests.WaitForIdleAsync(Cancellation);

        var run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, 230, 0), (run.Status, run.Targets, run.Failed));
        Assert.Equal(world.Writes.Length, run.Succeeded);
        Assert.Equal(230 - run.Succeeded, run.Pending);
        Assert.InRange(run.Succeeded, 4, 229);

        Assert.All(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force"), row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
        Assert.Equal((RunStatus.Completed, 230, 0), (world.CheckedLast().Status, world.Last().Succeeded, world.Last().Pending));

        // A user that was pending at the stop can be undone like the others.
        world.Later();
        Assert.Equal(230, world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force").Count(row => row.Outcome == ActionOutcome.Succeeded));
        Assert.DoesNotContain(people, world.IsMember);
    }

    [Theory]
    [InlineData("$ids | ForEach-Object { if ($_ -eq $last) { throw 'enough' }; $_ } | Add-ExternalGroupMember nobody-yet -Source acme -ThrottleLimit 1")]
    [InlineData("Add-ExternalGroupMember nobody-yet -Source acme -User $ids -ThrottleLimit 1 | ForEach-Object { throw 'enough' }")]
    public async Task An_error_in_the_pipeline_stops_the_run_and_ends_its_log(string script)
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(200);
        var result = world.Run(script, ("ids", RunWorld.Ids(people)), ("last", people[^1].AccountId));
        Assert.Contains("enough", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        if (world.LogFiles.Length == 0)
        {
            // The pipeline ended before the run read a user.
            Assert.Empty(world.Writes);
            return;
        }

        var run = world.CheckedLast();
        Assert.Equal(RunStatus.Stopped, run.Status);
        Assert.Equal(world.Writes.Length, run.Succeeded);
        var rows = world.Ok("Get-ExternalRun -Last 1 -Detail").OutputOf<ExternalActionResult>();
        Assert.Equal(run.Pending, rows.Count(row => row.Reason == SkipReason.NotAttempted));
        Assert.All(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force"), row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(run.Targets, world.Writes.Distinct().Count());
        Assert.Equal(run.Targets, world.Writes.Length);
    }

    [Fact]
    public async Task A_run_that_stops_at_an_error_warns_how_to_resume_it()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        string[] ids = ["nobody@acme.example", .. RunWorld.Ids(people)];
        var result = world.Run(
            "& { $ErrorActionPreference = 'Stop'; Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force -ThrottleLimit 1 }",
            ("ids", ids)
        );
        Assert.NotNull(result.TerminatingError);
        var run = world.Last().Id;
        Assert.Contains($"Resume-ExternalRun {run}", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);

        world.Run($"Resume-ExternalRun {run} -Force");
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
        Assert.Empty(world.Run("Add-ExternalGroupMember nobody-yet -Source acme -User nobody@acme.example -Force").Warnings);
    }

    [Fact]
    public async Task The_end_of_the_pipeline_starts_no_more_changes()
    {
        await using var world = await RunWorld.StartAsync();
        var plan = world.PlanDisable(world.Plain(40));
        world.Simulator.Faults.Latency = TimeSpan.FromMilliseconds(20);
        Assert.Equal(
            3,
            world
                .Results(
                    "foreach ($once in 1) { Invoke-ExternalPlan $plan -Confirm:$false -ThrottleLimit 4 | ForEach-Object { $_; if (++$seen -eq 3) { break } } }",
                    ("plan", plan)
                )
                .Count
        );
        await world.Simulator.Requests.WaitForIdleAsync(TestContext.Current.CancellationToken);
        var run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, world.Writes.Length, 0), (run.Status, run.Succeeded, run.Failed));
        Assert.InRange(run.Succeeded, 3, 15);
        var writes = world.Writes.Length;
        await world.Simulator.Requests.WaitForIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(writes, world.Writes.Length);
    }
}
