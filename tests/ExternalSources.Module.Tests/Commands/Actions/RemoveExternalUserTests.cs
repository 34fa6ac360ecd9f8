using System;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Removing users from an organization, a directory or a site.</summary>
public sealed class RemoveExternalUserTests
{
    [Theory]
    [InlineData("Get-ExternalUser -AccountId $id | Remove-ExternalUser -Force")]
    [InlineData("Remove-ExternalUser * -User $id -Force")]
    [InlineData("Remove-ExternalUser acme, acme-jira -User $id -Force")]
    [InlineData("Remove-ExternalUser acme, acme-jira -User $id -WhatIf")]
    public async Task An_organization_and_a_site_in_one_command_are_an_error(string command)
    {
        await using var world = await RunWorld.StartAsync();
        var id = world.Plain(1)[0].AccountId;
        var error = world.Fails("InvalidSource", command, ("id", id));
        Assert.Contains("acme-jira", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Changes);
        Assert.Empty(world.LogFiles);

        Assert.Single(world.Results("Get-ExternalUser acme -AccountId $id | Remove-ExternalUser -WhatIf", ("id", id)));
        Assert.Single(world.Results("Get-ExternalUser acme-jira -AccountId $id | Remove-ExternalUser -WhatIf", ("id", id)));
    }

    [Theory]
    [InlineData("Remove-ExternalUser acme -User $id -Directory Acme -Force")]
    [InlineData("Get-ExternalUser acme -AccountId $id | Remove-ExternalUser -Directory no-such -Confirm:$false")]
    [InlineData("Remove-ExternalUser acme -User $id -Directory Acme -WhatIf")]
    public async Task Directory_without_FromDirectory_is_an_error(string script)
    {
        await using var world = await RunWorld.StartAsync();
        Assert.Contains(
            "-FromDirectory",
            world.Fails("InvalidDirectory", script, ("id", world.Plain(1)[0].AccountId)).ErrorDetails.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task FromDirectory_changes_nothing_for_a_user_that_is_not_in_the_directory()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.People.Change(person.Index, one => one with { Account = AccountState.Inactive, Membership = MembershipState.None });
        Assert.Equal(
            ActionOutcome.NoChange,
            Assert.Single(world.Results("Remove-ExternalUser acme -FromDirectory -User $id -Force", ("id", person.AccountId))).Outcome
        );
    }
}
