using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;
using ExternalSources.Simulator.People;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Whom actions leave alone, how many they may touch, and when they give up.</summary>
public class SafetyTests
{
    private static (ActionOutcome Outcome, SkipReason Reason) One(RunWorld world, string script, params (string Name, object? Value)[] variables)
    {
        var row = Assert.Single(world.Run(script, variables).OutputOf<ExternalActionResult>());
        return (row.Outcome, row.Reason);
    }

    [Theory]
    [InlineData("Add-ExternalGroupMember nobody-yet -Source acme-jira")]
    [InlineData("Remove-ExternalUser -Source acme-jira")]
    [InlineData("Disable-ExternalUser -Source acme")]
    [InlineData("Suspend-ExternalUser -Source acme")]
    [InlineData("Revoke-ExternalUserToken -Source acme")]
    public async Task The_account_of_a_source_is_never_touched(string command)
    {
        await using var world = await RunWorld.StartAsync();
        var own = world.State.People[0].AccountId;
        Assert.Equal((ActionOutcome.Skipped, SkipReason.OwnAccount), One(world, command + " -User $ids -Force -IncludeAdministrators", ("ids", own)));
        Assert.Empty(world.Changes);
        Assert.Equal((1, RunStatus.Completed), (world.CheckedLast().Skipped, world.Last().Status));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task Administrators_are_skipped_unless_asked_for(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.Groups.Add(world.State.Groups.FindByName("org-admins")!.Index, person.Index);
        world.State.People.Change(person.Index, present => present with { OrganizationAdministrator = true });
        world.Forget();
        var command = $"Add-ExternalGroupMember nobody-yet -Source {source} -User $ids -Force";
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Administrator), One(world, command, ("ids", person.AccountId)));
        Assert.Empty(world.Changes);
        Assert.Equal((ActionOutcome.Succeeded, SkipReason.None), One(world, command + " -IncludeAdministrators", ("ids", person.AccountId)));
        Assert.Single(world.Writes);
    }

    [Fact]
    public async Task Who_cannot_tell_the_administrators_changes_nobody()
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
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task An_application_that_nothing_grants_is_an_error_and_not_a_run_without_changes(string source)
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
    [InlineData("acme-jira", AccountKind.App)]
    [InlineData("acme-jira", AccountKind.Customer)]
    [InlineData("acme", AccountKind.App)]
    public async Task Apps_and_customers_are_not_people(string source, AccountKind kind)
    {
        await using var world = await RunWorld.StartAsync(400);
        var somebody = Enumerable
            .Range(1, 399)
            .Select(index => world.State.People[index])
            .First(person => person.Kind == kind && person.Account == AccountState.Active);
        Assert.Equal(
            (ActionOutcome.Skipped, SkipReason.NotAPerson),
            One(world, $"Add-ExternalGroupMember nobody-yet -Source {source} -User $ids -Force", ("ids", somebody.AccountId))
        );
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("Disable-ExternalUser", true)]
    [InlineData("Remove-ExternalUser", true)]
    [InlineData("Suspend-ExternalUser", false)]
    public async Task Synced_accounts_are_skipped_and_the_service_has_the_last_word(string command, bool isRefused)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.People.Change(person.Index, present => present with { ManagementSource = "synced" });
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Synced), One(world, command + " -Source acme -User $ids -Force", ("ids", person.AccountId)));
        Assert.Empty(world.Changes);
        Assert.Equal(
            (isRefused ? ActionOutcome.Failed : ActionOutcome.Succeeded, SkipReason.None),
            One(world, command + " -Source acme -User $ids -Force -IncludeSynced", ("ids", person.AccountId))
        );
        Assert.Single(world.Changes);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task Groups_of_an_identity_provider_are_left_to_it(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        var group = world.State.Groups.FindByName("contractors")!;
        world.State.Groups.Add(group.Index, person.Index);
        var result = One(world, $"Remove-ExternalGroupMember contractors -Source {source} -User $ids -Force", ("ids", person.AccountId));
        // A site does not tell that a group is synchronized; there the service refuses.
        Assert.True(result is (ActionOutcome.Skipped, SkipReason.SyncedGroup) or (ActionOutcome.Failed, SkipReason.None), result.ToString());
        Assert.Equal(source == "acme", result.Outcome == ActionOutcome.Skipped);
        Assert.Empty(world.Writes);
    }

    [Theory]
    [InlineData("-AccountId $id", true)]
    [InlineData("-AccountId $id -Source acme", true)]
    [InlineData("-AccountId $id -Source acme-jira", false)]
    [InlineData("-AccountId $id -Action AddGroupMember", true)]
    [InlineData("-AccountId $id -Action DisableUser, RemoveUser", false)]
    [InlineData("-AccountId $id -Action DisableUser, AddGroupMember -Source acme, acme-jira", true)]
    [InlineData("-Email *@ACME.example", true)]
    [InlineData("-Email *@other.example", false)]
    [InlineData("-Group Nobody-Yet", true)]
    [InlineData("-Group nobody", false)]
    public async Task Who_or_what_is_exempt_is_left_alone(string exemption, bool holds)
    {
        await using var world = await RunWorld.StartAsync();
        var id = ("id", (object?)world.Plain(1)[0].AccountId);
        world.Ok($"Add-ExternalExemption {exemption} -Reason 'The board'", id);
        world.Forget();
        var row = Assert.Single(world.Results("Add-ExternalGroupMember nobody-yet -Source acme -User $id -Force", id));
        Assert.Equal(holds ? (ActionOutcome.Skipped, SkipReason.Exempt) : (ActionOutcome.Succeeded, SkipReason.None), (row.Outcome, row.Reason));
        Assert.Equal(holds, row.Detail!.Contains("The board", StringComparison.Ordinal));
        Assert.Equal(holds ? 0 : 1, world.Changes.Count);
    }

    [Theory]
    [InlineData("-Group nobody-*")]
    [InlineData("-Group 'nobody-ye?'")]
    [InlineData("-Group 'x[z-a]'")]
    [InlineData("-AccountId 5*")]
    [InlineData("-AccountId '*'")]
    public async Task An_exemption_with_a_wildcard_that_would_be_none_is_refused(string exemption)
    {
        await using var world = await RunWorld.StartAsync();
        var error = world.Fails("Invalid" + exemption[1..exemption.IndexOf(' ', StringComparison.Ordinal)], $"Add-ExternalExemption {exemption} -Reason kept");
        Assert.Contains("Wildcards work for -Email only", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(world.Ok("Get-ExternalExemption").Output);
    }

    [Fact]
    public async Task An_exemption_stays_with_its_source_under_a_new_name()
    {
        await using var world = await RunWorld.StartAsync();
        var id = ("id", (object?)world.Plain(1)[0].AccountId);
        Assert.Equal(
            ["acme"],
            Assert
                .Single(world.Ok("Add-ExternalExemption -AccountId $id -Source ' ACME ', acme -Reason kept -PassThru", id).OutputOf<ExternalExemption>())
                .Source
        );
        world.Ok("Add-ExternalExemption -AccountId other -Reason everywhere");
        world.Ok("Set-ExternalSource acme -NewName renamed");
        world.Forget();
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Exempt), One(world, "Add-ExternalGroupMember nobody-yet -Source renamed -User $id -Force", id));
        Assert.Empty(world.Changes);
        Assert.Equal(
            ["", "renamed"],
            world.Ok("Get-ExternalExemption").OutputOf<ExternalExemption>().Select(exemption => string.Join(',', exemption.Source)).Order()
        );
    }

    [Fact]
    public async Task An_exemption_stays_with_a_source_of_the_session_under_a_new_name()
    {
        await using var world = await RunWorld.StartAsync();
        var own = new ExternalSource
        {
            Id = Guid.NewGuid(),
            Name = "mine",
            Type = SourceType.Access,
            Url = ServiceAddress.AdminApi,
            SessionOnly = true,
            LastUpdatedBy = "ada",
            LastUpdated = DateTimeOffset.UtcNow,
        };
        world.Shell.Session.Sources.Add((own, new ApiKey(SecureStrings.From("key"))));
        world.Ok("Add-ExternalExemption -AccountId 1 -Source MINE -Reason kept");
        world.Ok("Set-ExternalSource mine -NewName ours");
        Assert.Equal(["ours"], Assert.Single(world.Ok("Get-ExternalExemption").OutputOf<ExternalExemption>()).Source);
    }

    [Fact]
    public async Task An_exemption_from_being_removed_holds_when_access_is_revoked_or_a_group_synchronized()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Ok("Add-ExternalExemption -AccountId $id -Action RemoveGroupMember -Reason kept", ("id", people[0].AccountId));
        world.State.Groups.Add(world.Nobody.Index, people[0].Index);
        var rows = world.Results("@() | Sync-ExternalGroupMember nobody-yet -Source acme -AllowEmpty -Force");
        Assert.Contains(rows, row => row.AccountId == people[0].AccountId && row.Reason == SkipReason.Exempt);
        Assert.True(world.IsMember(people[0]));

        world.Forget();
        rows = world.Results("Revoke-ExternalUserAccess -Source acme -User $id -Force", ("id", people[0].AccountId));
        Assert.All(rows, row => Assert.True(row.Reason == SkipReason.Exempt || row.Outcome == ActionOutcome.NoChange, row.Detail));
        Assert.Empty(world.Changes);

        world.Ok("Add-ExternalExemption -AccountId $id -Action AddGroupMember -Reason out", ("id", people[1].AccountId));
        rows = world.Results("Sync-ExternalGroupMember nobody-yet -Source acme -User $ids -Force", ("ids", RunWorld.Ids(people)));
        Assert.Contains(rows, row => row.AccountId == people[1].AccountId && row.Reason == SkipReason.Exempt);
        Assert.False(world.IsMember(people[1]));
    }

    [Fact]
    public async Task An_exemption_from_synchronizing_keeps_members_in_the_group()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        foreach (var person in people)
        {
            world.State.Groups.Add(world.Nobody.Index, person.Index);
        }

        world.Ok("Add-ExternalExemption -AccountId $id -Action SyncGroupMember -Reason kept", ("id", people[0].AccountId));
        world.Ok("@() | Sync-ExternalGroupMember nobody-yet -Source acme -AllowEmpty -Force");
        Assert.True(world.IsMember(people[0]));
        Assert.False(world.IsMember(people[1]));
    }

    [Fact]
    public async Task A_user_given_twice_is_changed_once()
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
    public async Task What_a_type_of_source_cannot_do_is_said_once_and_for_each_user()
    {
        await using var world = await RunWorld.StartAsync();
        var result = world.Run("Disable-ExternalUser -Source acme-jira -User $ids -Force", ("ids", RunWorld.Ids(world.Plain(3))));
        Assert.StartsWith("NotSupported,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(3, result.OutputOf<ExternalActionResult>().Count(row => row.Reason == SkipReason.NotSupported));
        Assert.Empty(world.LogFiles);
    }

    [Theory]
    [InlineData("-MaxTargets 4")]
    [InlineData("-MaxPercent 1")]
    public async Task Too_many_are_refused_before_the_first_change(string limit)
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
    public async Task Five_failures_in_a_row_for_one_reason_end_it_and_resuming_again_counts_right()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(20);
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).After(2).Respond(403);
        var result = world.Run("Add-ExternalGroupMember nobody-yet -Source acme -User $ids -ThrottleLimit 1", ("ids", RunWorld.Ids(people)));
        var rows = result.OutputOf<ExternalActionResult>();
        Assert.Equal(
            (2, 5, 13),
            (
                rows.Count(row => row.Outcome == ActionOutcome.Succeeded),
                rows.Count(row => row.Outcome == ActionOutcome.Failed),
                rows.Count(row => row.Reason == SkipReason.NotAttempted)
            )
        );
        Assert.Single(result.AllErrors, error => error.FullyQualifiedErrorId.StartsWith("RunBrokenOff,", StringComparison.Ordinal));
        Assert.Equal(6, result.AllErrors.Count());
        Assert.Equal(7, world.Changes.Count);
        var run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, 2, 5, 13), (run.Status, run.Succeeded, run.Failed, run.Pending));

        // The order is that of the log: first those who failed, and they fail again.
        world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force -ThrottleLimit 1");
        run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, 2, 5, 13), (run.Status, run.Succeeded, run.Failed, run.Pending));
        world.Simulator.Faults.Clear();
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).After(3).Respond(403);
        world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force -ThrottleLimit 1");
        Assert.Equal(5, world.CheckedLast().Succeeded);
        world.Simulator.Faults.Clear();
        world.Ok("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        run = world.CheckedLast();
        Assert.Equal((RunStatus.Completed, 20, 0, 0), (run.Status, run.Succeeded, run.Failed, run.Pending));
        Assert.Equal(20, world.Writes.Length);
    }

    [Fact]
    public async Task Failures_that_a_success_interrupts_do_not_end_it()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Where(request => world.Changes.Count % 5 != 0).Respond(403);
        var rows = world
            .Run("Add-ExternalGroupMember nobody-yet -Source acme -User $ids -ThrottleLimit 1", ("ids", RunWorld.Ids(world.Plain(20))))
            .OutputOf<ExternalActionResult>();
        Assert.DoesNotContain(rows, row => row.Reason == SkipReason.NotAttempted);
        Assert.Equal(16, rows.Count(row => row.Outcome == ActionOutcome.Failed));
    }

    [Fact]
    public async Task One_source_that_breaks_off_does_not_hold_the_other()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(10);
        world.State.SiteTokens[0].Revoked = true;
        var result = world.Run("Add-ExternalGroupMember nobody-yet -Source acme-jira, acme -User $ids", ("ids", RunWorld.Ids(people)));
        var rows = result.OutputOf<ExternalActionResult>();
        Assert.Equal(10, rows.Count(row => row.Source == "acme" && row.Outcome == ActionOutcome.Succeeded));
        Assert.Equal(10, rows.Count(row => row.Source == "acme-jira" && row.Reason == SkipReason.NotAttempted));
        Assert.Single(result.AllErrors);
        Assert.Equal((RunStatus.Stopped, 20, 10), (world.CheckedLast().Status, world.Last().Targets, world.Last().Pending));
        world.State.SiteTokens[0].Revoked = false;
        foreach (var person in people)
        {
            world.State.Groups.Remove(world.Nobody.Index, person.Index);
        }

        Assert.Equal(
            10,
            world
                .Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")
                .Count(row => row.Source == "acme-jira" && row.Outcome == ActionOutcome.Succeeded)
        );
    }

    [Fact]
    public async Task Each_change_is_asked_about_and_no_is_no()
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

    [Theory]
    [InlineData("New-ExternalIssue -Source acme-jira -Project ADM -IssueType Task -Summary Seats -Confirm")]
    [InlineData("Disable-ExternalUser -Source acme -User $ids")]
    [InlineData("Remove-ExternalUser -Source acme-jira -User $ids")]
    [InlineData("Revoke-ExternalUserAccess -Source acme -User $ids")]
    [InlineData("Sync-ExternalGroupMember nobody-yet -Source acme -User $ids")]
    [InlineData("Suspend-ExternalUser -Source acme -User $ids -Confirm")]
    public async Task Where_nobody_can_answer_the_question_is_an_error(string command)
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
    public async Task Whoever_says_so_is_not_asked(string how)
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
