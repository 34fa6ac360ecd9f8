using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Accounts and groups that actions skip, and the number of users that they may change.</summary>
public sealed class GuardRailTests
{
    [Theory]
    [InlineData("Add-ExternalGroupMember nobody-yet -Source acme-jira")]
    [InlineData("Remove-ExternalUser -Source acme-jira")]
    [InlineData("Disable-ExternalUser -Source acme")]
    [InlineData("Suspend-ExternalUser -Source acme")]
    [InlineData("Revoke-ExternalUserToken -Source acme")]
    public async Task The_account_of_a_source_is_never_changed(string command)
    {
        await using var world = await RunWorld.StartAsync();
        var own = world.State.People[0].AccountId;
        Assert.Equal((ActionOutcome.Skipped, SkipReason.OwnAccount), world.One(command + " -User $ids -Force -IncludeAdministrators", ("ids", own)));
        Assert.Empty(world.Changes);
        Assert.Equal((1, RunStatus.Completed), (world.CheckedLast().Skipped, world.Last().Status));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task Administrators_are_skipped_without_IncludeAdministrators(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.Groups.Add(world.State.Groups.FindByName("org-admins")!.Index, person.Index);
        world.State.People.Change(person.Index, present => present with { OrganizationAdministrator = true });
        world.Forget();
        var command = $"Add-ExternalGroupMember nobody-yet -Source {source} -User $ids -Force";
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Administrator), world.One(command, ("ids", person.AccountId)));
        Assert.Empty(world.Changes);
        Assert.Equal((ActionOutcome.Succeeded, SkipReason.None), world.One(command + " -IncludeAdministrators", ("ids", person.AccountId)));
        Assert.Single(world.Writes);
    }

    [Fact]
    public async Task A_key_that_cannot_read_the_administrators_changes_nobody()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.On("GET", "/rest/api/3/group/bulk").WhereQuery("accessType", "site-admin").Respond(403);
        var people = world.Plain(2);
        var result = world.Run("Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids -Force", ("ids", RunWorld.Ids(people)));
        Assert.StartsWith("InvalidIncludeAdministrators,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.All(result.OutputOf<ExternalActionResult>(), row => Assert.Equal(SkipReason.NotAttempted, row.Reason));
        Assert.Equal(2, result.Output.Count);
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("acme-jira", AccountKind.App)]
    [InlineData("acme-jira", AccountKind.Customer)]
    [InlineData("acme", AccountKind.App)]
    public async Task Apps_and_customers_are_skipped(string source, AccountKind kind)
    {
        await using var world = await RunWorld.StartAsync(400);
        var somebody = Enumerable
            .Range(1, 399)
            .Select(index => world.State.People[index])
            .First(person => person.Kind == kind && person.Account == AccountState.Active);
        Assert.Equal(
            (ActionOutcome.Skipped, SkipReason.NotAPerson),
            world.One($"Add-ExternalGroupMember nobody-yet -Source {source} -User $ids -Force", ("ids", somebody.AccountId))
        );
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("Disable-ExternalUser", true)]
    [InlineData("Remove-ExternalUser", true)]
    [InlineData("Suspend-ExternalUser", false)]
    public async Task Synced_accounts_are_skipped_without_IncludeSynced(string command, bool isRefused)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.People.Change(person.Index, present => present with { ManagementSource = "synced" });
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Synced), world.One(command + " -Source acme -User $ids -Force", ("ids", person.AccountId)));
        Assert.Empty(world.Changes);
        Assert.Equal(
            (isRefused ? ActionOutcome.Failed : ActionOutcome.Succeeded, SkipReason.None),
            world.One(command + " -Source acme -User $ids -Force -IncludeSynced", ("ids", person.AccountId))
        );
        Assert.Single(world.Changes);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task Groups_of_an_identity_provider_are_not_changed(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        var group = world.State.Groups.FindByName("contractors")!;
        world.State.Groups.Add(group.Index, person.Index);
        var result = world.One($"Remove-ExternalGroupMember contractors -Source {source} -User $ids -Force", ("ids", person.AccountId));
        // A site does not tell that a group is synchronized; there the service refuses.
        Assert.True(result is (ActionOutcome.Skipped, SkipReason.SyncedGroup) or (ActionOutcome.Failed, SkipReason.None), result.ToString());
        Assert.Equal(source == "acme", result.Outcome == ActionOutcome.Skipped);
        Assert.Empty(world.Writes);
    }

    [Theory]
    [InlineData("-MaxTargets 4")]
    [InlineData("-MaxPercent 1")]
    public async Task Too_many_targets_are_refused_before_the_first_change(string limit)
    {
        await using var world = await RunWorld.StartAsync();
        var ids = ("ids", (object?)RunWorld.Ids(world.Plain(5)));
        foreach (var source in new[] { "acme", "acme-jira" })
        {
            world.Fails("RunRefused", $"Add-ExternalGroupMember nobody-yet -Source {source} -User $ids -Force {limit}", ids);
        }

        Assert.Empty(world.Changes);
        Assert.Empty(world.LogFiles);
        Assert.Equal(
            5,
            world
                .Results("Add-ExternalGroupMember nobody-yet -Source acme -User ($ids + $ids) -Force -MaxTargets 5 -MaxPercent 50", ids)
                .Count(row => row.Outcome == ActionOutcome.Succeeded)
        );
    }

    [Fact]
    public async Task A_site_that_returns_no_administrators_removes_nobody()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        world
            .Simulator.Faults.On("/rest/api/3/group/bulk")
            .Where(request => request.Query.ContainsKey("accessType"))
            .RespondWith(200, """{"values":[],"total":0,"isLast":true}""");
        var error = Assert.Single(world.Run("Remove-ExternalUser acme-jira -User $id -Force", ("id", person.AccountId)).AllErrors);
        Assert.Contains("returns no administrators", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Writes);
        Assert.Equal(
            ActionOutcome.Succeeded,
            Assert.Single(world.Results("Remove-ExternalUser acme-jira -User $id -Force -IncludeAdministrators", ("id", person.AccountId))).Outcome
        );
    }
}
