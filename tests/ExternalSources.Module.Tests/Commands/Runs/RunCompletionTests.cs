using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Tab completes the ids of the runs that a command can use.</summary>
public sealed class RunCompletionTests
{
    [Fact]
    public async Task Resume_completes_runs_that_are_not_complete_and_Undo_runs_with_changes()
    {
        await using var world = await RunWorld.StartAsync();
        var people = RunWorld.Ids(world.Plain(2));
        world.Ok("Add-ExternalGroupMember acme nobody-yet -User $ids -Confirm:$false", ("ids", people));
        var done = world.Last().Id;
        world.Later();
        world.Run("Remove-ExternalUser acme-jira -User nobody-like-that -Confirm:$false");
        var failed = world.Last().Id;
        world.Later();
        world.Ok("Revoke-ExternalUserToken acme -User $ids -Confirm:$false", ("ids", people));
        var tokens = world.Last().Id;

        Assert.Equal([tokens, failed, done], world.Shell.Shell.Complete("Get-ExternalRun "));
        Assert.Equal([failed], world.Shell.Shell.Complete("Resume-ExternalRun "));
        Assert.Equal([done], world.Shell.Shell.Complete("Undo-ExternalRun "));
        Assert.Empty(world.Shell.Shell.Complete("Resume-ExternalRun " + done[..^2]));
    }
}
