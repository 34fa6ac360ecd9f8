using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>A seat is a billable role, held through a group or directly. Revoking access ends when no such role is left.</summary>
public class DirectRoleTests
{
    private const string Revoke = "Revoke-ExternalUserAccess acme -Application jira-software -User $id -Force";

    private static readonly RoleGrant Seat = new("jira-software", "atlassian/user");

    public static TheoryData<RoleMatching, ProductKeyForm> Answers =>
        new() { { RoleMatching.WithinAssignment, ProductKeyForm.Product }, { RoleMatching.AcrossAssignments, ProductKeyForm.Application } };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_seat_that_is_held_directly_and_through_a_group_is_revoked(RoleMatching matching, ProductKeyForm owners)
    {
        await using var world = await RunWorld.StartAsync();
        (world.State.Behavior.RoleMatching, world.State.Behavior.WorkspaceOwners) = (matching, owners);
        var person = world.Seated();
        Direct(world).Grant(person.Index, Seat);
        var results = world.Results(Revoke, ("id", person.AccountId));
        Assert.All(results, row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        var role = Assert.Single(results, row => row.Action == ExternalAction.RevokeUserRole);
        Assert.StartsWith("Revoked atlassian/user of jira-software. No seat is left.", role.Detail, StringComparison.Ordinal);
        Assert.Equal(1, role.Attempts);
        Assert.False(world.IsSeated(person));
        Assert.Empty(Direct(world).Of(person.Index));
        Assert.Equal(["remove-member " + person.AccountId, "revoke-role " + person.AccountId], world.Writes.Order());

        world.Later();
        world.Forget();
        Assert.All(world.Results(Revoke, ("id", person.AccountId)), row => Assert.Equal(ActionOutcome.NoChange, row.Outcome));
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task A_seat_that_is_only_held_directly_is_revoked_and_WhatIf_names_it()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seatless(world);
        Direct(world).Grant(person.Index, Seat);
        var planned = Assert.Single(world.Results(Revoke + " -WhatIf", ("id", person.AccountId)));
        Assert.Equal("Revoke the roles that the user holds directly: atlassian/user of jira-software.", planned.Detail);
        Assert.Empty(world.Changes);
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results(Revoke, ("id", person.AccountId))).Outcome);
        Assert.Empty(Direct(world).Of(person.Index));

        // The roles are in the log, and the undo says that it does not grant them.
        world.Later();
        var undone = Assert.Single(world.Run("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force").OutputOf<ExternalActionResult>());
        Assert.Equal((ActionOutcome.Skipped, SkipReason.NotUndoable), (undone.Outcome, undone.Reason));
        Assert.Contains("atlassian/user ari:cloud:jira-software::site/", undone.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_of_another_application_stays()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seatless(world);
        var confluence = new RoleGrant("confluence", "atlassian/user");
        Direct(world).Grant(person.Index, confluence);
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(world.Results(Revoke, ("id", person.AccountId))).Outcome);
        Assert.Equal([confluence], Direct(world).Of(person.Index));
    }

    [Theory]
    [InlineData("atlassian/customer")]
    [InlineData("atlassian/user-access-admin")]
    [InlineData("atlassian/stakeholder")]
    [InlineData("atlassian/guest")]
    public async Task A_role_that_needs_no_seat_is_not_taken_away(string role)
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seatless(world);
        var group = world.State.Groups.Create("without a seat");
        world.State.Groups.Change(group.Index, present => present with { Grants = [new RoleGrant("jira-software", role)] });
        world.State.Groups.Add(group.Index, person.Index);
        Direct(world).Grant(person.Index, new RoleGrant("jira-software", role));
        var result = Assert.Single(world.Results(Revoke + " -IncludeAdministrators", ("id", person.AccountId)));
        Assert.Equal(ActionOutcome.NoChange, result.Outcome);
        Assert.Equal(role == "atlassian/guest", result.Detail!.Contains("do not say whether this uses a seat", StringComparison.Ordinal));
        Assert.True(world.State.Groups.IsMember(group.Index, person.Index));
        Assert.Empty(world.Changes);
        Assert.DoesNotContain(world.Ok("Get-ExternalUser acme -Application jira-software").OutputOf<ExternalUser>(), user =>
            user.AccountId == person.AccountId
        );
        Assert.Contains(world.Ok("Get-ExternalUser acme -Application jira-software -IncludeUnbilled").OutputOf<ExternalUser>(), user =>
            user.AccountId == person.AccountId
        );
    }

    [Fact]
    public async Task A_run_that_stops_between_two_roles_does_not_say_that_nothing_was_sent()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seatless(world);
        var other = new RoleGrant("jira-servicedesk", "atlassian/user");
        Direct(world).Grant(person.Index, Seat);
        Direct(world).Grant(person.Index, other);
        foreach (var group in world.State.Groups.GroupsOf(person.Index).ToArray())
        {
            world.State.Groups.Remove(group.Index, person.Index);
        }

        const string both = "Revoke-ExternalUserAccess acme -Application jira-software, jira-servicedesk -User $id -Force";
        await world.StopAtLimitAsync(1, both, ("id", person.AccountId));
        Assert.Single(Direct(world).Of(person.Index));
        var row = Assert.Single(world.Results("Get-ExternalRun -Last 1 -Detail"));
        Assert.Contains("ended during this change", row.Detail, StringComparison.Ordinal);
        Assert.Contains(
            "outcome of 1 change is unknown",
            world.Run("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force").Warnings[0].Message,
            StringComparison.Ordinal
        );
        world.Later();
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        Assert.Empty(Direct(world).Of(person.Index));
    }

    [Fact]
    public async Task A_refusal_of_the_second_role_says_which_role_is_gone()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seatless(world);
        Direct(world).Grant(person.Index, Seat);
        Direct(world).Grant(person.Index, new RoleGrant("confluence", "atlassian/user"));
        foreach (var group in world.State.Groups.GroupsOf(person.Index).ToArray())
        {
            world.State.Groups.Remove(group.Index, person.Index);
        }

        world.Simulator.Faults.On("**/roles/revoke").After(1).Respond(403);
        var row = Assert.Single(world.Run("Revoke-ExternalUserAccess acme -User $id -Force", ("id", person.AccountId)).OutputOf<ExternalActionResult>());
        Assert.Equal(ActionOutcome.Failed, row.Outcome);
        Assert.Matches("Revoked before the failure: atlassian/user of (jira-software|confluence)", row.Detail);
    }

    [Theory]
    [InlineData("""{"resourceId":"%","roles":["atlassian/basic"]},{"resourceId":"%","roles":["atlassian/user"]}""")]
    [InlineData("""{"roles":["atlassian/basic"]},{"roles":["atlassian/user"]}""")]
    public async Task Each_row_of_a_resource_counts(string rows)
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seatless(world);
        world
            .Simulator.Faults.On("/admin/**/users/*/role-assignments")
            .RespondWith(200, $$"""{"data":[{{rows.Replace("%", world.State.FindApplication("jira-software")!.ResourceId, StringComparison.Ordinal)}}]}""");
        var row = Assert.Single(world.Run(Revoke, ("id", person.AccountId)).OutputOf<ExternalActionResult>());
        Assert.Equal((ActionOutcome.Failed, ExternalAction.RevokeUserRole), (row.Outcome, row.Action));
        Assert.Contains("atlassian/user", row.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seat_that_is_left_is_a_failure_that_says_through_what_it_is_held()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seatless(world);
        // An identity provider manages this group, so the user stays in it.
        var synced = world.State.Groups.FindByName("contractors")!;
        world.State.Groups.Add(synced.Index, person.Index);
        Direct(world).Grant(person.Index, Seat);
        var run = world.Run(Revoke, ("id", person.AccountId));
        var results = run.OutputOf<ExternalActionResult>();
        Assert.Contains("If an identity provider manages the group", Assert.Single(run.AllErrors).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(SkipReason.SyncedGroup, Assert.Single(results, row => row.Group is not null).Reason);
        var role = Assert.Single(results, row => row.Group is null);
        Assert.Equal((ActionOutcome.Failed, "The user still holds atlassian/user of jira-software (through a group)."), (role.Outcome, role.Detail));
        Assert.Empty(Direct(world).Of(person.Index));
    }

    [Fact]
    public async Task A_check_is_part_of_a_plan_but_no_change_of_it()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        using var folder = new TemporaryFolder();
        var plan = Path.Combine(folder.Path, "plan.json");
        var dry = world.Run(Revoke + " -WhatIf", ("id", person.AccountId));
        Assert.Equal(ExternalAction.RevokeUserAccess, Assert.Single(dry.OutputOf<ExternalActionResult>()).Action);
        var planned = world.Run(Revoke + " -PlanPath $plan", ("id", person.AccountId), ("plan", plan));
        Assert.Equal(ExternalAction.RevokeUserAccess, Assert.Single(planned.OutputOf<ExternalActionResult>()).Action);
        Assert.Equal(
            [ExternalAction.RevokeUserAccess, ExternalAction.RevokeUserRole],
            world.Results("Invoke-ExternalPlan $plan -Force", ("plan", plan)).Select(row => row.Action).Order()
        );
    }

    [Fact]
    public async Task An_inferred_role_is_shown_and_is_no_failure()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seatless(world);
        world.State.People.Change(person.Index, present => present with { OrganizationAdministrator = true });
        var result = Assert.Single(world.Results(Revoke + " -IncludeAdministrators", ("id", person.AccountId)));
        Assert.Equal(ActionOutcome.NoChange, result.Outcome);
        Assert.Contains("keeps atlassian/admin of jira-software, which follows from another role", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_that_cannot_be_read_are_unknown_and_nothing_is_sent()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        world.Simulator.Faults.On("/admin/**/users/*/role-assignments").Respond(403);
        var result = Assert.Single(world.Run(Revoke, ("id", person.AccountId)).OutputOf<ExternalActionResult>());
        Assert.Equal(ActionOutcome.Failed, result.Outcome);
        Assert.Contains("The roles of", result.Detail, StringComparison.Ordinal);
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData(RoleMatching.WithinAssignment)]
    [InlineData(RoleMatching.AcrossAssignments)]
    public async Task A_list_by_application_has_the_direct_seats_and_no_others(RoleMatching matching)
    {
        await using var world = await RunWorld.StartAsync();
        world.State.Behavior.RoleMatching = matching;
        var direct = Seatless(world);
        Direct(world).Grant(direct.Index, Seat);
        var jira = world.State.FindApplication("jira-software")!;
        var expected = Enumerable
            .Range(0, world.State.People.Limit)
            .Where(index =>
                world.State.People[index].Kind == AccountKind.Person
                && (
                    index == direct.Index
                    || world.State.Groups.GroupsOf(index).Any(group => group.Grants.Any(grant => grant is { Application: "jira-software", Billable: true }))
                )
            )
            .Select(index => world.State.People[index].AccountId);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            world.Ok("Get-ExternalUser acme -Application jira").OutputOf<ExternalUser>().Select(user => user.AccountId).Order(StringComparer.Ordinal)
        );
        Assert.NotNull(jira);
    }

    [Fact]
    public async Task A_site_that_cannot_compare_its_seats_says_so()
    {
        await using var world = await RunWorld.StartAsync();
        var id = world.Seated().AccountId;
        var group = world.State.Groups.FindByName("jira-software-users")!;
        const string dry = "Revoke-ExternalUserAccess acme-jira -Application jira-software -User $id -WhatIf";
        world
            .Simulator.Faults.On("/rest/api/3/applicationrole")
            .RespondWith(200, $$"""[{"key":"jira-software","groupDetails":[{"groupId":"{{group.Id}}","name":"{{group.Name}}"}]}]""");
        Assert.Contains("does not count the users of jira-software", Assert.Single(world.Ok(dry, ("id", id)).Warnings).Message, StringComparison.Ordinal);
        world.Simulator.Faults.Clear();
        world.Simulator.Faults.On("/rest/api/3/group/member").After(3).Respond(403);
        Assert.Contains(world.Run(dry, ("id", id)).Warnings, warning => warning.Message.Contains("without a group", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task A_site_warns_of_seats_that_are_held_without_a_group(int seats)
    {
        await using var world = await RunWorld.StartAsync();
        // Users in several of these groups, and apps, do not hide a seat.
        Assert.InRange(world.State.Groups.All.Count(group => group.GrantsApplication("jira-software")), 2, int.MaxValue);
        Assert.Empty(world.Ok("Get-ExternalUser acme-jira -Application jira-software").Warnings);
        Assert.Empty(Revoked().Warnings);

        var people = world.Plain(60).Where(person => !world.IsSeated(person)).Take(seats).ToArray();
        foreach (var person in people)
        {
            Direct(world).Grant(person.Index, Seat);
        }

        foreach (var result in new[] { world.Ok("Get-ExternalUser acme-jira -Application jira-software"), Revoked() })
        {
            var warning = Assert.Single(result.Warnings).Message;
            Assert.StartsWith("'acme-jira' counts ", warning, StringComparison.Ordinal);
            Assert.Contains(
                (seats == 1 ? "1 user" : "8 users") + " may hold a seat without a group, which a site does not show.",
                warning,
                StringComparison.Ordinal
            );
        }

        // The organization shows them.
        Assert.Empty(world.Ok("Get-ExternalUser acme -Application jira-software").Warnings);

        ShellResult Revoked() => world.Ok("Revoke-ExternalUserAccess acme-jira -Application jira-software -User $id -WhatIf", ("id", world.Seated().AccountId));
    }

    private static DirectRoles Direct(RunWorld world) => world.State.Organizations[0].DirectRoles;

    /// <summary>A user without a seat of Jira.</summary>
    private static Person Seatless(RunWorld world) =>
        world
            .Plain(60)
            .First(person =>
                !world.State.Groups.GroupsOf(person.Index).Any(group => group.GrantsApplication("jira-software"))
                && !world.State.Groups.GroupsOf(person.Index).Any(group => group.ExternalSynced)
            );
}
