using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>The sources and users that an action selects by its parameters.</summary>
public sealed class TargetTests
{
    private const string Undo = "Get-ExternalRun -Last 1 | Undo-ExternalRun -Force";

    [Fact]
    public async Task A_user_named_twice_is_changed_once()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        var rows = world.Results(
            "Disable-ExternalUser -Source acme, ACME -User $id, $id, $mail -Force",
            ("id", person.AccountId),
            ("mail", person.Email!.ToUpperInvariant())
        );
        Assert.Single(rows, row => row.Outcome == ActionOutcome.Succeeded);
        Assert.Equal(5, rows.Count(row => row.Reason == SkipReason.Duplicate));
        Assert.Single(world.Changes);
    }

    [Fact]
    public async Task An_action_that_a_source_type_does_not_support_is_one_error_and_skips_each_user()
    {
        await using var world = await RunWorld.StartAsync();
        var result = world.Run("Disable-ExternalUser -Source acme-jira -User $ids -Force", ("ids", RunWorld.Ids(world.Plain(3))));
        Assert.StartsWith("NotSupported,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(3, result.OutputOf<ExternalActionResult>().Count(row => row.Reason == SkipReason.NotSupported));
        Assert.Empty(world.LogFiles);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("@()")]
    [InlineData("$null")]
    public async Task An_empty_source_is_an_error(string source)
    {
        await using var world = await RunWorld.StartAsync();
        world.Fails("InvalidSource", $"Disable-ExternalUser -Source {source} -User $id -Force", ("id", world.Plain(1)[0].AccountId));
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("-Email $mail")]
    [InlineData("-AccountId $id")]
    public async Task Users_named_by_two_parameters_are_an_error(string also)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Fails(
            "InvalidUser",
            "Sync-ExternalGroupMember acme nobody-yet -User $one -Force " + also,
            ("one", people[0].AccountId),
            ("id", people[1].AccountId),
            ("mail", people[1].Email)
        );
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task A_user_that_was_not_read_has_the_address_of_the_input()
    {
        await using var world = await RunWorld.StartAsync(directories: 2);
        var person = world.Plain(1)[0];
        var row = Assert.Single(
            world.Run("Get-ExternalUser acme -AccountId $id | Suspend-ExternalUser -Confirm:$false", ("id", person.AccountId)).OutputOf<ExternalActionResult>()
        );
        Assert.Equal((SkipReason.NotAttempted, person.Email), (row.Reason, row.Email));
        row = Assert.Single(
            world
                .Run("[pscustomobject]@{ AccountId = 'ghost'; Email = 'casper@acme.example' } | Disable-ExternalUser acme-jira -Confirm:$false")
                .OutputOf<ExternalActionResult>()
        );
        Assert.Equal((SkipReason.NotSupported, "casper@acme.example"), (row.Reason, row.Email));
    }

    [Fact]
    public async Task An_action_in_one_of_two_directories_needs_Directory()
    {
        await using var world = await RunWorld.StartAsync(directories: 2);
        var person = world.Plain(1)[0];
        var result = world.Run("Suspend-ExternalUser -Source acme -User $id -Force", ("id", person.AccountId));
        Assert.StartsWith("InvalidDirectory,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        var name = world.State.Organizations[0].Directories[0].Name;
        Assert.Equal(
            ActionOutcome.Succeeded,
            Assert
                .Single(world.Results("Suspend-ExternalUser -Source acme -User $id -Directory $name -Force", ("id", person.AccountId), ("name", name)))
                .Outcome
        );
        world.Later();
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results(Undo)).Outcome);
        Assert.Equal(MembershipState.Active, world.Now(person).Membership);
    }

    [Fact]
    public async Task An_address_in_place_of_a_source_is_an_error_with_advice()
    {
        await using var world = await RunWorld.StartAsync();
        var error = world.Fails("InvalidUser", "Disable-ExternalUser dana@acme.example -Force");
        Assert.Contains("'dana@acme.example' was read as the name of a source", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Disable-ExternalUser acme -User dana@acme.example", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_name_is_an_error_with_advice()
    {
        await using var world = await RunWorld.StartAsync();
        Assert.Contains(
            "find users by name",
            Assert.Single(world.Run("Disable-ExternalUser acme -User 'Dana Full' -Force").AllErrors).ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("nowhere", "nowhere")]
    [InlineData("acme", "locked")]
    public async Task The_users_of_a_source_that_cannot_be_opened_are_not_attempted(string source, string why)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Set-StubVault -Name Secrets -Locked");
        var result = world.Run($"Disable-ExternalUser {source} -User 557058:1, 557058:2 -Force");
        Assert.Single(result.AllErrors);
        var rows = result.OutputOf<ExternalActionResult>();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal((ActionOutcome.Skipped, SkipReason.NotAttempted), (row.Outcome, row.Reason)));
        Assert.All(rows, row => Assert.Contains(why, row.Detail, StringComparison.Ordinal));
    }
}
