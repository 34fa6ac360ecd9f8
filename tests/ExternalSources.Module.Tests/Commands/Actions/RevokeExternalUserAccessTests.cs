using System;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Revoking access to applications.</summary>
public sealed class RevokeExternalUserAccessTests
{
    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task An_application_that_no_group_grants_is_an_error(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var result = world.Run(
            $"Revoke-ExternalUserAccess -Application jira-sofware -Source {source} -User $ids -Force",
            ("ids", RunWorld.Ids(world.Plain(2)))
        );
        Assert.StartsWith("InvalidApplication,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.All(result.OutputOf<ExternalActionResult>(), row => Assert.Equal(SkipReason.NotAttempted, row.Reason));
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("unknown")]
    public async Task Access_is_revoked_in_the_groups_of_every_page(string how)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.Groups.Add(world.State.Groups.FindByName("jira-software-users")!.Index, person.Index);
        // A page that holds one of the groups and says that there are more, and one that does not know any of them.
        world
            .Simulator.Faults.On("/rest/api/3/group/bulk")
            .Where(request => request.Query.ContainsKey("groupId") && request.Query["startAt"] == "0")
            .RespondWith(
                200,
                how == "cut"
                    ? $$"""{"total":99,"isLast":false,"values":[{"groupId":"{{world.Nobody.Id}}","name":"x"}]}"""
                    : """{"total":0,"isLast":true,"values":[]}"""
            );
        var rows = world.Results("Revoke-ExternalUserAccess acme-jira -User $id -Force", ("id", person.AccountId));
        Assert.All(rows, row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.DoesNotContain(world.State.Groups.GroupsOf(person.Index), group => group.Name == "jira-software-users");
    }
}
