using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Rows whose account id and e-mail address belong to different users.</summary>
public sealed class MismatchedRowTests
{
    [Fact]
    public async Task A_row_with_the_address_of_another_user_changes_neither_user()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        const string rows =
            "[pscustomobject]@{ AccountId = $ids[0]; Email = $mails[1] }, [pscustomobject]@{ AccountId = $ids[2]; Email = $mails[2].ToUpperInvariant() } | ";
        (string, object?)[] variables = [("ids", RunWorld.Ids(people)), ("mails", people.Select(person => person.Email).ToArray())];

        var result = world.Run(rows + "Add-ExternalGroupMember nobody-yet -Source acme -Force", variables);
        Assert.Equal([ActionOutcome.Failed, ActionOutcome.Succeeded], result.OutputOf<ExternalActionResult>().Select(row => row.Outcome).Order().Reverse());
        Assert.Contains($"not to {people[1].Email}", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Equal(["add-member " + people[2].AccountId], world.Writes);

        world.Forget();
        var error = world.Fails("InvalidUser", rows + "Sync-ExternalGroupMember -Source acme -Group nobody-yet -Force", variables);
        Assert.Contains($"not to {people[1].Email}", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_with_the_address_of_another_user_changes_neither_user_on_resume(bool isUnseen)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        (string, object?)[] variables = [("ids", RunWorld.Ids(people)), ("mails", people.Select(person => person.Email).ToArray())];
        // A source that fails at once has read no user.
        world.State.SiteTokens[0].Revoked = isUnseen;
        world.Run(
            "[pscustomobject]@{ AccountId = $ids[0]; Email = $mails[1] }, [pscustomobject]@{ AccountId = $ids[2]; Email = $mails[2] } | "
                + "Add-ExternalGroupMember nobody-yet -Source acme, acme-jira -Force",
            variables
        );
        world.State.SiteTokens[0].Revoked = false;
        Assert.Equal(isUnseen ? 2 : 0, world.Last().Pending);
        world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        Assert.Equal(["add-member " + people[2].AccountId], world.Writes.Distinct());
        Assert.Equal((2, 0), (world.CheckedLast().Failed, world.Last().Pending));
    }

    [Fact]
    public async Task A_row_with_the_address_of_another_user_still_fails_after_the_account_is_deleted()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Run(
            "[pscustomobject]@{ AccountId = $id; Email = $mail } | Remove-ExternalUser -Source acme-jira -Force",
            ("id", people[0].AccountId),
            ("mail", people[1].Email)
        );
        world.State.People.DeleteFromSite(people[0].Index);
        Assert.Equal(
            ActionOutcome.Failed,
            Assert.Single(world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>()).Outcome
        );
    }
}
