using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Which runs the commands find.</summary>
public sealed class GetExternalRunTests
{
    private const string Disable = "Disable-ExternalUser -Source acme -User $ids -Force";

    [Fact]
    public async Task A_run_in_progress_has_the_status_Running()
    {
        await using var world = await RunWorld.StartAsync();
        var seen = (RunStatus?)null;
        world.Simulator.Faults.On("POST", "/users/*/manage/lifecycle/disable").Do(() => seen = RunSummary.Read(world.Runs, world.Runs.Ids()[0]).Status);
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(1))));
        Assert.Equal(RunStatus.Running, seen);
        Assert.Equal(RunStatus.Completed, world.Last().Status);
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

    [Theory]
    [InlineData("20200101-000000000-abcd")]
    [InlineData("../sources")]
    [InlineData("../../etc/passwd")]
    [InlineData("20200101-000000000-abcd/../../sources")]
    [InlineData("..\\sources")]
    [InlineData("*")]
    [InlineData("20200101-000000000-abcd\n")]
    public async Task An_invalid_id_is_an_error_in_each_command(string id)
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
}
