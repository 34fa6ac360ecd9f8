using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Tab offers the runs that a command can do something with.</summary>
public sealed class RunCompletionTests
{
    [Fact]
    public async Task Only_runs_that_left_something_are_offered_to_be_resumed_and_only_lasting_ones_to_be_taken_back()
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
