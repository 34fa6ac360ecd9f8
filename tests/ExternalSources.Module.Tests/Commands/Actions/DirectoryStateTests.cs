using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>A user has a state in each directory. The organization's status combines them.</summary>
public class DirectoryStateTests
{
    [Theory]
    [InlineData("Suspend", "Resume", MembershipState.Active, MembershipState.Suspended)]
    [InlineData("Resume", "Suspend", MembershipState.Suspended, MembershipState.Active)]
    public async Task Only_the_state_in_the_directory_counts(string command, string back, MembershipState before, MembershipState after)
    {
        await using var world = await RunWorld.StartAsync(directories: 2);
        var organization = world.State.Organizations[0];
        var person = InBoth(world);
        // The state in the other directory is the requested one already.
        world.State.People.Change(person.Index, present => present.WithStateIn(0, after, [0, 1]).WithStateIn(1, before, [0, 1]));
        var variables = new (string, object?)[] { ("id", person.AccountId), ("directory", organization.Directories[1].Name) };
        var result = Assert.Single(world.Results($"{command}-ExternalUser acme -Directory $directory -User $id -Force", variables));
        Assert.Equal(ActionOutcome.Succeeded, result.Outcome);
        Assert.Equal((after, after), (world.Now(person).StateIn(0), world.Now(person).StateIn(1)));

        world.Later();
        Assert.Equal(
            ActionOutcome.NoChange,
            Assert.Single(world.Results($"{command}-ExternalUser acme -Directory $directory -User $id -Force", variables)).Outcome
        );
        Assert.Equal(
            ActionOutcome.Succeeded,
            Assert.Single(world.Results($"{back}-ExternalUser acme -Directory $directory -User $id -Force", variables)).Outcome
        );
        Assert.Equal((after, before), (world.Now(person).StateIn(0), world.Now(person).StateIn(1)));
    }

    [Fact]
    public async Task A_change_that_cannot_be_read_back_is_unknown_and_never_done()
    {
        await using var world = await RunWorld.StartAsync(directories: 2);
        var person = InBoth(world);
        // Without roles, the service does not return the state in a directory.
        world.Simulator.Faults.On("/admin/**/users/*/role-assignments").RespondWith(200, """{"data":[]}""");
        var result = Assert.Single(
            world
                .Run(
                    "Suspend-ExternalUser acme -Directory $directory -User $id -Force",
                    ("id", person.AccountId),
                    ("directory", world.State.Organizations[0].Directories[1].Name)
                )
                .OutputOf<ExternalActionResult>()
        );
        Assert.Equal(ActionOutcome.Failed, result.Outcome);
        Assert.Contains("does not return the user's state in the directory", result.Detail, StringComparison.Ordinal);
        Assert.Equal(MembershipState.Suspended, world.Now(person).StateIn(1));
    }

    [Fact]
    public async Task A_user_who_is_removed_from_one_directory_stays_in_the_other()
    {
        await using var world = await RunWorld.StartAsync(directories: 2);
        var person = InBoth(world);
        var variables = new (string, object?)[] { ("id", person.AccountId), ("directory", world.State.Organizations[0].Directories[1].Name) };
        const string Remove = "Remove-ExternalUser -FromDirectory -Source acme -Directory $directory -User $id -Force";
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results(Remove, variables)).Outcome);
        Assert.True(world.State.Organizations[0].IsInDirectory(person.Index, 0));
        Assert.False(world.State.Organizations[0].IsInDirectory(person.Index, 1));
        world.Later();
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(world.Results(Remove, variables)).Outcome);
    }

    /// <summary>A user in both directories, with a role in the second: only the roles of a user show the state in a directory.</summary>
    private static Person InBoth(RunWorld world)
    {
        var person = world.Plain(100).First(person => world.State.Organizations[0].IsInDirectory(person.Index, 1));
        var group = world.State.Groups.Create("in the second directory");
        world.State.Groups.Change(group.Index, present => present with { Directory = 1, Grants = [new RoleGrant("confluence", "atlassian/user")] });
        world.State.Groups.Add(group.Index, person.Index);
        return person;
    }
}
