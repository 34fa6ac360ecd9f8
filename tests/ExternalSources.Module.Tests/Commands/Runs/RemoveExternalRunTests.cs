using System;
using System.IO;
using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Removing the logs of runs.</summary>
public sealed class RemoveExternalRunTests
{
    private const string Disable = "Disable-ExternalUser -Source acme -User $ids -Force";

    [Fact]
    public async Task Logs_are_removed_by_age_and_by_id_but_not_with_WhatIf()
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
    public async Task A_log_in_use_is_not_removed()
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok(Disable, ("ids", RunWorld.Ids(world.Plain(1))));
        using (world.Runs.Continue(world.Runs.Ids()[0]))
        {
            world.Fails("RunBusy", "Get-ExternalRun | Remove-ExternalRun -Confirm:$false");
        }

        Assert.Single(world.LogFiles);
    }
}
