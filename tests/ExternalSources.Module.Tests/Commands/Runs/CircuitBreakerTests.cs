using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Runs that end early because the same failure repeats or a key no longer works.</summary>
public sealed class CircuitBreakerTests
{
    private const string AddOnSite = "Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids -Force";
    private const string AddToAcme = "Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force";

    [Theory]
    [InlineData("acme", AddToAcme)]
    [InlineData("acme-jira", AddOnSite)]
    public async Task A_key_that_is_revoked_during_the_run_ends_it_and_a_resume_does_the_rest(string source, string command)
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(120);
        ExternalSources.Simulator.State.ServiceKey key = source == "acme" ? world.State.OrganizationKeys[0] : world.State.SiteTokens[0];
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Nth(4).Do(() => key.Revoked = true);
        var result = world.Run(command + " -ThrottleLimit 1", ("ids", RunWorld.Ids(people)));
        Assert.Contains(result.AllErrors, error =>
            error.FullyQualifiedErrorId.StartsWith("RunBrokenOff,", StringComparison.Ordinal)
            || error.FullyQualifiedErrorId.StartsWith("ServiceAuthentication,", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
        var rows = result.OutputOf<ExternalActionResult>();
        Assert.Equal(120, rows.Count);
        Assert.InRange(rows.Count(row => row.Outcome == ActionOutcome.Failed), 1, CircuitBreaker.Limit);
        var run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, 120), (run.Status, run.Targets));
        Assert.NotNull(run.Reason);
        Assert.Equal(world.Writes.Length, run.Succeeded);

        key.Revoked = false;
        world.Simulator.Faults.Clear();
        Assert.All(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force"), row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
        Assert.Equal((RunStatus.Completed, 120, 0), (world.CheckedLast().Status, world.Last().Succeeded, world.Last().Failed));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task A_run_ends_after_five_users_without_a_license(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(20);
        foreach (var person in people)
        {
            foreach (var group in world.State.Groups.GroupsOf(person.Index).ToArray())
            {
                world.State.Groups.Remove(group.Index, person.Index);
            }
        }

        world.State.FindApplication("jira-software")!.Seats = 0;
        world.Forget();
        var result = world.Run($"Add-ExternalGroupMember jira-software-users -Source {source} -User $ids -ThrottleLimit 1", ("ids", RunWorld.Ids(people)));
        var rows = result.OutputOf<ExternalActionResult>();
        Assert.Equal((5, 15), (rows.Count(row => row.Outcome == ActionOutcome.Failed), rows.Count(row => row.Reason == SkipReason.NotAttempted)));
        Assert.Contains("licen", rows[0].Detail, StringComparison.OrdinalIgnoreCase);
        Assert.Single(result.AllErrors, error => error.FullyQualifiedErrorId.StartsWith("RunBrokenOff,", StringComparison.Ordinal));
        Assert.Equal(5, world.Changes.Count);
        Assert.Empty(world.Writes);
    }

    [Fact]
    public async Task Five_failures_in_a_row_for_one_reason_end_the_run_and_each_resume_counts_correctly()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(20);
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).After(2).Respond(403);
        var result = world.Run("Add-ExternalGroupMember nobody-yet -Source acme -User $ids -ThrottleLimit 1", ("ids", RunWorld.Ids(people)));
        var rows = result.OutputOf<ExternalActionResult>();
        Assert.Equal(
            (2, 5, 13),
            (
                rows.Count(row => row.Outcome == ActionOutcome.Succeeded),
                rows.Count(row => row.Outcome == ActionOutcome.Failed),
                rows.Count(row => row.Reason == SkipReason.NotAttempted)
            )
        );
        Assert.Single(result.AllErrors, error => error.FullyQualifiedErrorId.StartsWith("RunBrokenOff,", StringComparison.Ordinal));
        Assert.Equal(6, result.AllErrors.Count());
        Assert.Equal(7, world.Changes.Count);
        var run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, 2, 5, 13), (run.Status, run.Succeeded, run.Failed, run.Pending));

        // A resume keeps the order of the log, so the failed users come first and fail again.
        world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force -ThrottleLimit 1");
        run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, 2, 5, 13), (run.Status, run.Succeeded, run.Failed, run.Pending));
        world.Simulator.Faults.Clear();
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).After(3).Respond(403);
        world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force -ThrottleLimit 1");
        Assert.Equal(5, world.CheckedLast().Succeeded);
        world.Simulator.Faults.Clear();
        world.Ok("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        run = world.CheckedLast();
        Assert.Equal((RunStatus.Completed, 20, 0, 0), (run.Status, run.Succeeded, run.Failed, run.Pending));
        Assert.Equal(20, world.Writes.Length);
    }

    [Fact]
    public async Task Failures_with_a_success_between_them_do_not_end_the_run()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Where(request => world.Changes.Count % 5 != 0).Respond(403);
        var rows = world
            .Run("Add-ExternalGroupMember nobody-yet -Source acme -User $ids -ThrottleLimit 1", ("ids", RunWorld.Ids(world.Plain(20))))
            .OutputOf<ExternalActionResult>();
        Assert.DoesNotContain(rows, row => row.Reason == SkipReason.NotAttempted);
        Assert.Equal(16, rows.Count(row => row.Outcome == ActionOutcome.Failed));
    }

    [Fact]
    public async Task A_source_that_fails_does_not_stop_the_other_source()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(10);
        world.State.SiteTokens[0].Revoked = true;
        var result = world.Run("Add-ExternalGroupMember nobody-yet -Source acme-jira, acme -User $ids", ("ids", RunWorld.Ids(people)));
        var rows = result.OutputOf<ExternalActionResult>();
        Assert.Equal(10, rows.Count(row => row.Source == "acme" && row.Outcome == ActionOutcome.Succeeded));
        Assert.Equal(10, rows.Count(row => row.Source == "acme-jira" && row.Reason == SkipReason.NotAttempted));
        Assert.Single(result.AllErrors);
        Assert.Equal((RunStatus.Stopped, 20, 10), (world.CheckedLast().Status, world.Last().Targets, world.Last().Pending));
        world.State.SiteTokens[0].Revoked = false;
        foreach (var person in people)
        {
            world.State.Groups.Remove(world.Nobody.Index, person.Index);
        }

        Assert.Equal(
            10,
            world
                .Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")
                .Count(row => row.Source == "acme-jira" && row.Outcome == ActionOutcome.Succeeded)
        );
    }
}
