using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Logs that are torn, damaged or of another version.</summary>
public sealed class DamagedRunLogTests
{
    private const string Disable = "Disable-ExternalUser -Source acme -User $ids -Force";

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_torn_footer_is_written_again_and_the_run_can_be_undone(int missing)
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
    public async Task A_run_with_a_torn_last_line_can_be_read_and_resumed(int missing)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Ok(Disable, ("ids", RunWorld.Ids(people)));
        var path = world.Last().Path;
        var lines = world.LogLines();
        // The line of the second target is the last one, and is torn. No request was sent.
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
    public async Task A_damaged_line_is_an_error_and_the_log_stays_unchanged(string line)
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
    public async Task A_damaged_or_empty_log_does_not_hide_the_other_logs()
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
    public async Task A_log_of_a_newer_version_is_an_error()
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(1))));
        var path = world.Last().Path;
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"schemaVersion\":1", "\"schemaVersion\":2", StringComparison.Ordinal));
        Assert.Contains("newer version", world.Fails("RunDamaged", "Get-ExternalRun").ToString(), StringComparison.Ordinal);
    }
}
