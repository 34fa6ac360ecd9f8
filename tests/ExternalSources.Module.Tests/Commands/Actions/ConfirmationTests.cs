using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>When an action asks for confirmation.</summary>
public sealed class ConfirmationTests
{
    [Fact]
    public async Task Each_change_is_confirmed_and_a_declined_change_is_skipped()
    {
        await using var world = await RunWorld.StartAsync();
        Attend(world, true);
        var people = world.Plain(5);
        world.Shell.Shell.Host.Answers.Choice("Yes").Choice("No").Choice("Yes to All");
        var rows = world.Results("Disable-ExternalUser -Source acme -User $ids", ("ids", RunWorld.Ids(people)));
        Assert.Equal(4, world.Writes.Length);
        Assert.Equal(
            (SkipReason.Declined, people[1].AccountId),
            rows.Where(row => row.Outcome == ActionOutcome.Skipped).Select(row => (row.Reason, row.AccountId)).Single()
        );
        Assert.Equal((4, 1, 0), (world.CheckedLast().Succeeded, world.Last().Skipped, world.Last().Pending));

        world.Forget();
        world.Shell.Shell.Host.Answers.Choice("No to All");
        Assert.All(
            world.Results("Enable-ExternalUser -Source acme -User $ids -Confirm", ("ids", RunWorld.Ids(people.Where(person => person != people[1])))),
            row => Assert.Equal(SkipReason.Declined, row.Reason)
        );
        Assert.Empty(world.Changes);
        Assert.Equal(0, world.Shell.Shell.Host.Answers.Remaining);
    }

    [Fact]
    public async Task After_a_declined_change_the_seat_that_is_left_is_no_failure()
    {
        await using var world = await RunWorld.StartAsync();
        Attend(world, true);
        var person = world.Seated();
        world.Shell.Shell.Host.Answers.Choice("No");
        var rows = world.Results("Revoke-ExternalUserAccess acme -Application jira-software -User $id", ("id", person.AccountId));
        Assert.Equal(
            [ExternalAction.RevokeUserAccess, ExternalAction.RevokeUserRole],
            rows.Where(row => row.Reason == SkipReason.Declined).Select(row => row.Action).Order()
        );
        Assert.Empty(world.Changes);
        Assert.Equal(0, world.Shell.Shell.Host.Answers.Remaining);
    }

    [Theory]
    [InlineData("New-ExternalIssue -Source acme-jira -Project ADM -IssueType Task -Summary Seats -Confirm")]
    [InlineData("Disable-ExternalUser -Source acme -User $ids")]
    [InlineData("Remove-ExternalUser -Source acme-jira -User $ids")]
    [InlineData("Revoke-ExternalUserAccess -Source acme -User $ids")]
    [InlineData("Sync-ExternalGroupMember nobody-yet -Source acme -User $ids")]
    [InlineData("Suspend-ExternalUser -Source acme -User $ids -Confirm")]
    public async Task A_confirmation_in_an_unattended_session_is_an_error(string command)
    {
        await using var world = await RunWorld.StartAsync();
        var ids = ("ids", (object?)RunWorld.Ids(world.Plain(2)));
        world.Shell.Session.IsAttended = false;
        var result = world.Run(command, ids);
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("InvalidConfirm,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Confirm:$false", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(world.Changes);
        Assert.Empty(world.LogFiles);
    }

    [Theory]
    [InlineData("-Force")]
    [InlineData("-Confirm:$false")]
    public async Task Force_and_Confirm_false_ask_nothing(string how)
    {
        await using var world = await RunWorld.StartAsync();
        world.Shell.Session.IsAttended = false;
        var result = world.Ok("$ConfirmPreference = 'Low'; Disable-ExternalUser -Source acme -User $ids " + how, ("ids", RunWorld.Ids(world.Plain(3))));
        Assert.Empty(result.Prompts);
        Assert.Equal(3, world.Writes.Length);
    }

    private static void Attend(RunWorld world, bool isAttended)
    {
        world.Shell.Session.IsAttended = isAttended;
        world.Shell.Shell.Host.NonInteractive = !isAttended;
    }
}
