using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Runs whose log is on a full disk.</summary>
public sealed class FullDiskTests
{
    private const string AddToAcme = "Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force";

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task A_full_disk_ends_the_run_before_its_next_change_and_a_resume_does_the_rest(int throttle)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(40);
        var disk = new FullDisk();
        world.Shell.Session.RunFiles = disk;
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Nth(10).Do(() => disk.IsFull = true);
        // With a limit, all users are in the log before the first change.
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
    public async Task The_same_command_changes_the_users_that_arrived_after_the_disk_was_full()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(40);
        var disk = new FullDisk();
        world.Shell.Session.RunFiles = disk;
        var full = world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Once();
        full.Do(() => disk.IsFull = true);
        var slowly =
            $"$ids | ForEach-Object {{ if ($_ -eq $ids[5]) {{ $disk.WaitUntilFull() }} $_ }} | "
            + $"Add-ExternalGroupMember -Source acme -Group {RunWorld.Group} -Force";
        var result = world.Run(slowly, ("ids", RunWorld.Ids(people)), ("disk", disk));
        var error = result.TerminatingError ?? result.AllErrors.Last();
        Assert.StartsWith("RunNotWritable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("run the command again", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        // The first five, and at most half of the users that were written when the disk was full.
        Assert.InRange(world.CheckedInterrupted().Targets, 1, people.Length - 1);

        disk.IsFull = false;
        world.Simulator.Faults.Clear();
        world.Ok("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        world.Results(slowly.Replace("$disk.WaitUntilFull()", string.Empty, StringComparison.Ordinal), ("ids", RunWorld.Ids(people)), ("disk", disk));
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
    }

    [Fact]
    public async Task A_disk_that_is_full_at_the_start_prevents_all_changes()
    {
        await using var world = await RunWorld.StartAsync();
        world.Shell.Session.RunFiles = new FullDisk { IsFull = true };
        world.Fails("RunNotWritable", AddToAcme, ("ids", RunWorld.Ids(world.Plain(3))));
        Assert.Empty(world.Changes);
    }
}
