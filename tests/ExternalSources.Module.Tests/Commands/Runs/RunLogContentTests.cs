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

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>What a run writes to its log, and when.</summary>
public sealed class RunLogContentTests
{
    private const string Disable = "Disable-ExternalUser -Source acme -User $ids -Force";

    [Fact]
    public async Task A_log_has_a_line_of_JSON_for_each_step()
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
    public async Task The_intent_is_on_disk_before_the_request_and_the_outcome_after_it()
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
    public async Task Only_the_owner_can_read_a_log()
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

    private static string Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
