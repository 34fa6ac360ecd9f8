using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>The log of a run: what is in it, when it is written, and how it is read, whole or not.</summary>
public class RunLogTests
{
    private const string Disable = "Disable-ExternalUser -Source acme -User $ids -Force";

    [Fact]
    public async Task The_log_tells_the_whole_story_in_lines_of_JSON()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        world.State.Deactivate(people[2]);
        var result = world.Run(Disable + " -Reason 'Left the company'", ("ids", RunWorld.Ids(people)));
        Assert.Equal(
            [ActionOutcome.NoChange, ActionOutcome.Succeeded, ActionOutcome.Succeeded],
            result.OutputOf<ExternalActionResult>().Select(one => one.Outcome).OrderBy(one => one.ToString())
        );
        var lines = world.LogLines();
        Assert.All(lines, line => Assert.True(line.StartsWith("{\"type\":\"", StringComparison.Ordinal) && line.EndsWith('}'), line));
        Assert.Contains("\"type\":\"header\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"type\":\"footer\"", lines[^1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Count(line => line.Contains("\"type\":\"target\"", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.Contains("\"type\":\"intent\"", StringComparison.Ordinal)));
        Assert.Equal(3, lines.Count(line => line.Contains("\"type\":\"outcome\"", StringComparison.Ordinal)));
        var run = world.CheckedLast();
        Assert.Equal((3, 2, 1, RunStatus.Completed, ExternalAction.DisableUser), (run.Targets, run.Succeeded, run.NoChange, run.Status, run.Action));
        Assert.Equal("Disable-ExternalUser -Force -Reason 'Left the company' -Source acme", run.Command);
        Assert.DoesNotContain(ModuleShell.Canary, File.ReadAllText(run.Path), StringComparison.Ordinal);
        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
        Assert.Equal(["acme"], run.Source);
    }

    [Fact]
    public async Task The_intent_is_on_disk_before_the_request_and_the_outcome_only_after_it()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        var seen = string.Empty;
        world.Simulator.Faults.On("POST", "/users/*/manage/lifecycle/disable").Do(() => seen = Read(world.LogFiles.Single()));
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results(Disable, ("ids", RunWorld.Ids([person])))).Outcome);
        Assert.Contains("\"type\":\"header\"", seen, StringComparison.Ordinal);
        Assert.Contains(person.AccountId, seen, StringComparison.Ordinal);
        Assert.EndsWith("\n", seen, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"intent\"", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("\"type\":\"outcome\"", seen, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"Active\"", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_under_way_is_shown_as_running()
    {
        await using var world = await RunWorld.StartAsync();
        var seen = (RunStatus?)null;
        world.Simulator.Faults.On("POST", "/users/*/manage/lifecycle/disable").Do(() => seen = RunSummary.Read(world.Runs, world.Runs.Ids()[0]).Status);
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(1))));
        Assert.Equal(RunStatus.Running, seen);
        Assert.Equal(RunStatus.Completed, world.Last().Status);
    }

    [Fact]
    public async Task Only_the_owner_may_read_a_log()
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(1))));
        // Windows keeps permissions elsewhere.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Directory.GetFiles(world.Runs.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(world.Runs.Path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_torn_end_is_written_again_and_the_run_can_be_taken_back(int missing)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Ok(Disable, ("ids", RunWorld.Ids(people)));
        var path = world.Last().Path;
        File.WriteAllText(path, File.ReadAllText(path).TrimEnd('\n')[..^missing]);
        world.Ok("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        Assert.Equal((RunStatus.Completed, 2), (world.CheckedLast().Status, world.Last().Succeeded));
        world.Later();
        Assert.Equal(2, world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force").Count(row => row.Outcome == ActionOutcome.Succeeded));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(60)]
    public async Task A_torn_last_line_is_read_and_resumed_wherever_it_was_torn(int missing)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Ok(Disable, ("ids", RunWorld.Ids(people)));
        var path = world.Last().Path;
        var lines = world.LogLines();
        // The second target's line is the last that was written, and not all of it: nothing had been sent.
        var torn = string.Join("\n", lines.Take(4));
        File.WriteAllText(path, torn[..^missing]);
        foreach (var person in people)
        {
            world.State.Reactivate(person);
        }

        world.Forget();

        var run = world.Last();
        Assert.Equal((RunStatus.Interrupted, 1, 1), (run.Status, run.Targets, run.Pending));
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        Assert.Equal(["disable " + people[0].AccountId], world.Writes);
        Assert.Equal(1, world.CheckedLast().Succeeded);
        world.Ok("Get-ExternalRun -Last 1 -Detail");
    }

    [Theory]
    [InlineData("{\"type\":\"intent\",\"n\":1,oops}")]
    [InlineData("{\"type\":\"intent\",\"n\":1,\"atte")]
    [InlineData("garbage")]
    [InlineData("{\"type\":\"something\"}")]
    [InlineData("{\"type\":\"outcome\",\"n\":77,\"outcome\":\"Succeeded\",\"attempts\":1,\"milliseconds\":1,\"at\":\"2026-01-01T00:00:00.0000000+00:00\"}")]
    public async Task A_damaged_line_in_the_middle_is_an_error_that_leaves_the_log_alone(string line)
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(2))));
        var path = world.Last().Path;
        var lines = File.ReadAllLines(path).ToList();
        lines.Insert(4, line);
        var text = string.Join("\n", lines) + "\n";
        File.WriteAllText(path, text);
        var id = Path.GetFileNameWithoutExtension(path);
        world.Forget();
        world.Fails("RunDamaged", "Get-ExternalRun $id -Detail", ("id", id));
        world.Fails("RunDamaged", "Resume-ExternalRun $id -Force", ("id", id));
        world.Fails("RunDamaged", "Undo-ExternalRun $id -Force", ("id", id));
        Assert.Empty(world.Writes);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public async Task A_damaged_or_empty_log_does_not_hide_the_others()
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(1))));
        File.WriteAllText(Path.Combine(world.Runs.Path, "20200101-000000000-abcd.jsonl"), string.Empty);
        File.WriteAllText(Path.Combine(world.Runs.Path, "notes.jsonl"), "not a log");
        var result = world.Run("Get-ExternalRun");
        Assert.Single(result.Output);
        Assert.StartsWith("RunDamaged,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_of_a_newer_version_is_not_guessed_at()
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(1))));
        var path = world.Last().Path;
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"schemaVersion\":1", "\"schemaVersion\":2", StringComparison.Ordinal));
        Assert.Contains("newer version", world.Fails("RunDamaged", "Get-ExternalRun").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_are_selected_by_number_source_date_and_failure()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        world.Ok(Disable, ("ids", RunWorld.Ids(people[..1])));
        world.Shell.Clock.Advance(TimeSpan.FromDays(2));
        var since = world.Shell.Clock.UtcNow;
        world.Ok("Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids", ("ids", RunWorld.Ids(people[1..2])));
        world.Shell.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Single(world.Run("Disable-ExternalUser -Source acme -User nobody@nowhere.example -Force").AllErrors);

        ExternalAction[] Actions(string script) => [.. world.Ok(script, ("since", since)).OutputOf<ExternalRun>().Select(run => run.Action)];
        Assert.Equal([ExternalAction.DisableUser, ExternalAction.AddGroupMember, ExternalAction.DisableUser], Actions("Get-ExternalRun"));
        Assert.Equal(2, Actions("Get-ExternalRun -Last 2").Length);
        Assert.Equal([ExternalAction.AddGroupMember], Actions("Get-ExternalRun -Source *-jira"));
        Assert.Equal([ExternalAction.DisableUser, ExternalAction.DisableUser], Actions("Get-ExternalRun -Source ACME"));
        Assert.Equal([ExternalAction.DisableUser, ExternalAction.AddGroupMember], Actions("Get-ExternalRun -Since $since"));
        Assert.Equal([ExternalAction.DisableUser], Actions("Get-ExternalRun -Failed"));
        Assert.Empty(Actions("Get-ExternalRun -Since $since.AddDays(10)"));
        var failed = Assert.Single(world.Ok("Get-ExternalRun -Failed -Detail").OutputOf<ExternalActionResult>());
        Assert.Equal((ActionOutcome.Failed, "nobody@nowhere.example"), (failed.Outcome, failed.Email));
        world.CheckedLast();
    }

    [Fact]
    public async Task Logs_are_removed_by_age_and_by_id_and_only_for_real()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Ok(Disable, ("ids", RunWorld.Ids(people[..1])));
        world.Shell.Clock.Advance(TimeSpan.FromDays(10));
        world.Ok(Disable, ("ids", RunWorld.Ids(people[1..])));
        Assert.Equal(2, world.LogFiles.Length);
        world.Ok("Remove-ExternalRun -OlderThan 5 -WhatIf");
        Assert.Equal(2, world.LogFiles.Length);
        world.Ok("Remove-ExternalRun -OlderThan 11 -Confirm:$false");
        Assert.Equal(2, world.LogFiles.Length);
        world.Ok("Remove-ExternalRun -OlderThan 5 -Confirm:$false");
        var left = Assert.Single(world.LogFiles);
        world.Ok("Get-ExternalRun | Remove-ExternalRun -Confirm:$false");
        Assert.Empty(Directory.GetFiles(world.Runs.Path));
        Assert.NotEmpty(left);
    }

    [Fact]
    public async Task A_log_that_a_session_works_on_is_not_removed()
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(1))));
        using (world.Runs.Continue(world.Runs.Ids()[0]))
        {
            world.Fails("RunBusy", "Get-ExternalRun | Remove-ExternalRun -Confirm:$false");
        }

        Assert.Single(world.LogFiles);
    }

    [Theory]
    [InlineData("20200101-000000000-abcd")]
    [InlineData("../sources")]
    [InlineData("../../etc/passwd")]
    [InlineData("20200101-000000000-abcd/../../sources")]
    [InlineData("..\\sources")]
    [InlineData("*")]
    [InlineData("20200101-000000000-abcd\n")]
    public async Task An_id_that_is_none_finds_nothing(string id)
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(1))));
        File.WriteAllText(Path.Combine(world.Shell.StoreFolder, "sources.jsonl"), "kept");
        foreach (
            var command in new[]
            {
                "Get-ExternalRun -Id $id",
                "Resume-ExternalRun -Id $id -Force",
                "Undo-ExternalRun -Id $id -Force",
                "Remove-ExternalRun -Id $id -Confirm:$false",
            }
        )
        {
            world.Fails("RunNotFound", command, ("id", id));
        }

        Assert.True(File.Exists(Path.Combine(world.Shell.StoreFolder, "sources.jsonl")));
        Assert.Single(world.LogFiles);
    }

    [Fact]
    public async Task A_session_that_died_after_its_last_outcome_gets_its_end_when_it_is_resumed()
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

    private static string Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
