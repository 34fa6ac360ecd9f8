using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Runs that are stopped, limited, locked out, or written to a full disk: nothing is done twice, nobody is forgotten.</summary>
public class BadDayTests
{
    private const string AddOnSite = "Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids -Force";
    private const string AddToAcme = "Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AddOnSite, "")]
    [InlineData(AddOnSite, "-MaxTargets 1000")]
    [InlineData(AddToAcme, "")]
    [InlineData(AddToAcme, "-MaxPercent 100")]
    public async Task A_stopped_run_logs_what_it_sent_and_forgets_nobody(string command, string limit)
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(230);
        using var stop = new CancellationTokenSource();
        var held = world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).After(4).Hold();
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

        // Whoever was only noted when the run was stopped can be taken back like the others.
        world.Later();
        Assert.Equal(230, world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force").Count(row => row.Outcome == ActionOutcome.Succeeded));
        Assert.DoesNotContain(people, world.IsMember);
    }

    [Fact]
    public async Task A_user_who_was_only_noted_becomes_one_target_for_each_group()
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(230);
        var other = world.State.Groups.FindByName("product-stakeholders")!;
        foreach (var person in people)
        {
            world.State.Groups.Remove(other.Index, person.Index);
        }

        using var stop = new CancellationTokenSource();
        var held = world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Nth(3).Hold();
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
    public async Task A_stopped_undo_is_resumed_with_the_groups_it_was_about()
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(230);
        world.Ok(AddToAcme, ("ids", RunWorld.Ids(people)));
        world.Later();
        using var stop = new CancellationTokenSource();
        var held = world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Nth(3).Hold();
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
    public async Task What_never_answered_before_the_stop_is_read_back_by_the_resume()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        using var stop = new CancellationTokenSource();
        var fault = world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Nth(2);
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

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task A_full_disk_ends_the_run_before_its_next_change_and_the_rest_is_done_later(int throttle)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(40);
        var disk = new FullDisk();
        world.Shell.Session.RunFiles = disk;
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Nth(10).Do(() => disk.IsFull = true);
        // With a limit everybody is in the log before the first change.
        var result = world.Run($"{AddToAcme} -ThrottleLimit {throttle} -MaxTargets 40", ("ids", RunWorld.Ids(people)));
        var error = result.TerminatingError ?? result.AllErrors.Last();
        Assert.StartsWith("RunNotWritable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        var sent = world.Changes.Count;
        Assert.InRange(sent, 10, 10 + throttle - 1);
        Assert.Equal(RunStatus.Interrupted, world.CheckedInterrupted().Status);

        disk.IsFull = false;
        world.Simulator.Faults.Clear();
        Assert.All(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force"), row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
        Assert.Equal((RunStatus.Completed, 40), (world.CheckedLast().Status, world.Last().Succeeded));
    }

    [Fact]
    public async Task Whoever_came_down_the_pipeline_after_the_disk_was_full_is_done_by_the_same_command()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(40);
        var disk = new FullDisk();
        world.Shell.Session.RunFiles = disk;
        var full = world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Once();
        full.Do(() => disk.IsFull = true);
        var slowly =
            $"$ids | ForEach-Object {{ if ($_ -eq $ids[5]) {{ while (-not $disk.IsFull) {{ [System.Threading.Thread]::Sleep(1) }} }} $_ }} | Add-ExternalGroupMember -Source acme -Group {RunWorld.Group} -Force";
        var result = world.Run(slowly, ("ids", RunWorld.Ids(people)), ("disk", disk));
        var error = result.TerminatingError ?? result.AllErrors.Last();
        Assert.StartsWith("RunNotWritable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("run the command again", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        // The five, and of those that were written together when it was full the first half.
        Assert.InRange(world.CheckedInterrupted().Targets, 1, people.Length - 1);

        disk.IsFull = false;
        world.Simulator.Faults.Clear();
        world.Ok("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        world.Results(slowly.Replace("while", "if", StringComparison.Ordinal), ("ids", RunWorld.Ids(people)), ("disk", disk));
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
    }

    [Fact]
    public async Task Somebody_whose_record_the_site_cannot_read_is_not_taken_for_gone()
    {
        await using var world = await RunWorld.StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/user/bulk")
            .RespondWith(
                200,
                "{\"startAt\":0,\"maxResults\":200,\"total\":1,\"isLast\":true,\"values\":[{\"accountId\":\"unknown\",\"accountType\":\"unknown\",\"displayName\":\"?\",\"active\":false}]}"
            );
        var result = world.Run("Remove-ExternalUser acme-jira -User $ids -Force", ("ids", RunWorld.Ids(world.Plain(1))));
        Assert.Contains("cannot read the record", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Equal(ActionOutcome.Failed, Assert.Single(result.OutputOf<ExternalActionResult>()).Outcome);
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task An_outage_that_leaves_no_record_readable_ends_the_run_of_the_site()
    {
        await using var world = await RunWorld.StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/user/bulk")
            .RespondWith(
                200,
                "{\"startAt\":0,\"maxResults\":200,\"total\":2,\"isLast\":true,\"values\":[{\"accountId\":\"unknown\"},{\"accountId\":\"unknown\"}]}"
            );
        // With a limit they are looked at together.
        var result = world.Run("Remove-ExternalUser acme-jira -User $ids -Force -MaxTargets 5", ("ids", RunWorld.Ids(world.Plain(2))));
        Assert.Contains(result.AllErrors, error => error.FullyQualifiedErrorId.StartsWith("IncompleteList,", StringComparison.Ordinal));
        Assert.All(result.OutputOf<ExternalActionResult>(), row => Assert.Equal(SkipReason.NotAttempted, row.Reason));
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task One_record_that_the_site_cannot_read_does_not_hold_the_others()
    {
        await using var world = await RunWorld.StartAsync();
        var ids = RunWorld.Ids(world.Plain(3));
        // The service gives the damaged one without an id, whoever else was asked for with them.
        foreach (var (alone, others) in new[] { (true, Array.Empty<string>()), (false, ids[1..]) })
        {
            string[] values =
            [
                """{"accountId":"unknown"}""",
                .. others.Select(id => $$"""{"accountId":"{{id}}","accountType":"atlassian","displayName":"x","active":true}"""),
            ];
            world
                .Simulator.Faults.On("/rest/api/3/user/bulk")
                .Where(request => request.Query["accountId"].Contains(ids[0]) && request.Query["accountId"].Count == 1 == alone)
                .RespondWith(200, $$"""{"total":{{values.Length}},"isLast":true,"values":[{{string.Join(",", values)}}]}""");
        }

        var rows = world.Run("Remove-ExternalUser acme-jira -User $ids -Force -MaxTargets 5", ("ids", ids)).OutputOf<ExternalActionResult>();
        Assert.Contains("cannot read the record", rows.Single(row => row.AccountId == ids[0]).Detail, StringComparison.Ordinal);
        Assert.Equal(2, rows.Count(row => row.Outcome == ActionOutcome.Succeeded));
        // It is not taken for gone when it is tried again by itself either.
        var again = Assert.Single(world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>());
        Assert.Equal((ids[0], ActionOutcome.Failed), (again.AccountId, again.Outcome));
        Assert.Equal((2, 1, 0), (world.CheckedLast().Succeeded, world.Last().Failed, world.Last().Pending));
    }

    [Fact]
    public async Task A_disk_that_is_full_from_the_start_changes_nothing()
    {
        await using var world = await RunWorld.StartAsync();
        world.Shell.Session.RunFiles = new FullDisk { IsFull = true };
        world.Fails("RunNotWritable", AddToAcme, ("ids", RunWorld.Ids(world.Plain(3))));
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData(AddToAcme, false)]
    [InlineData(AddToAcme, true)]
    [InlineData(AddOnSite, false)]
    [InlineData(AddOnSite, true)]
    public async Task A_storm_of_rate_limits_fails_nobody(string command, bool asDate)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(30);
        var storm = world.Simulator.Faults.OnAny().Every(2).Respond(429);
        _ = asDate ? storm.RetryAfterDate(TimeSpan.FromSeconds(7)) : storm.RetryAfter(TimeSpan.FromSeconds(7));
        Assert.All(world.Results(command, ("ids", RunWorld.Ids(people))), row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
    }

    [Fact]
    public async Task A_limit_of_many_minutes_is_waited_for()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Once().Respond(429, TimeSpan.FromMinutes(20));
        var begun = world.Shell.Clock.UtcNow;
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results(AddToAcme, ("ids", RunWorld.Ids(world.Plain(1))))).Outcome);
        Assert.True(world.Shell.Clock.UtcNow - begun >= TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task An_outage_of_days_is_a_failure_and_no_wait()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Respond(503, TimeSpan.FromDays(2));
        var begun = world.Shell.Clock.UtcNow;
        var result = world.Run(AddToAcme, ("ids", RunWorld.Ids(world.Plain(1))));
        Assert.Equal(ActionOutcome.Failed, Assert.Single(result.OutputOf<ExternalActionResult>()).Outcome);
        Assert.True(world.Shell.Clock.UtcNow - begun < TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("acme", AddToAcme)]
    [InlineData("acme-jira", AddOnSite)]
    public async Task A_key_that_is_revoked_in_the_middle_breaks_the_run_off_and_the_rest_is_done_later(string source, string command)
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(120);
        ExternalSources.Simulator.State.ServiceKey key = source == "acme" ? world.State.OrganizationKeys[0] : world.State.SiteTokens[0];
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Nth(4).Do(() => key.Revoked = true);
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

    [Fact]
    public async Task Somebody_who_was_deleted_meanwhile_fails_alone()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(6);
        world
            .Simulator.Faults.OnAny()
            .Where(ActionTests.IsChange)
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

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task When_the_licences_are_gone_the_run_breaks_off_after_five(string source)
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
    public async Task Two_sessions_cannot_resume_one_run_at_once()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(8);
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Times(5).Respond(403);
        world.Run(AddToAcme + " -ThrottleLimit 1", ("ids", RunWorld.Ids(people)));
        var id = world.Last().Id;
        world.Simulator.Faults.Clear();
        using var other = new ModuleShell(storeFolder: world.Shell.StoreFolder);
        ShellResult? second = null;
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Once().Do(() => second = other.Run("Resume-ExternalRun $id -Force", ("id", id)));
        world.Ok("Resume-ExternalRun $id -Force -ThrottleLimit 1", ("id", id));
        Assert.StartsWith("RunBusy,", Assert.Single(second!.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(8, world.Writes.Length);
        Assert.Equal(8, world.CheckedLast().Succeeded);
    }

    [Theory]
    [InlineData("$ids | ForEach-Object { if ($_ -eq $last) { throw 'enough' }; $_ } | Add-ExternalGroupMember nobody-yet -Source acme -ThrottleLimit 1")]
    [InlineData("Add-ExternalGroupMember nobody-yet -Source acme -User $ids -ThrottleLimit 1 | ForEach-Object { throw 'enough' }")]
    public async Task A_pipeline_that_breaks_stops_the_run_and_its_log_has_an_end(string script)
    {
        await using var world = await RunWorld.StartAsync(400);
        var people = world.Plain(200);
        var result = world.Run(script, ("ids", RunWorld.Ids(people)), ("last", people[^1].AccountId));
        Assert.Contains("enough", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        if (world.LogFiles.Length == 0)
        {
            // It broke before anybody was looked at.
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
    public async Task Somebody_else_who_did_it_meanwhile_makes_it_no_change_and_nothing_to_take_back()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world
            .Simulator.Faults.OnAny()
            .Where(ActionTests.IsChange)
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
    public async Task Somebody_who_was_refused_and_got_it_from_somebody_else_is_not_this_runs_doing()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Respond(403);
        world.Run(AddToAcme, ("ids", RunWorld.Ids([person])));
        world.Simulator.Faults.Clear();
        world.State.Groups.Add(world.Nobody.Index, person.Index);
        world.Later();
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        world.Ok("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.True(world.IsMember(person));
    }

    [Fact]
    public async Task What_could_not_be_found_out_is_found_out_by_the_resume()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Respond(500).AfterProcessing();
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
}
