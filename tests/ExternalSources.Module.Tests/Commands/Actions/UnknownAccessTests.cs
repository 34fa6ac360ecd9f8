using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.Faults;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Application access that the service does not return is unknown, and is never treated as no access.</summary>
public sealed class UnknownAccessTests
{
    private const string Revoke = "Revoke-ExternalUserAccess acme -Application jira-software -User $id -IncludeAdministrators -Force ";

    [Fact]
    public async Task A_group_that_the_organization_does_not_return_fails_until_a_resume_finds_it()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        var hidden = Hide(world, person, RunWorld.Seats);
        var result = world.Run(Revoke, ("id", person.AccountId));
        var failed = Assert.Single(result.OutputOf<ExternalActionResult>(), row => row is { Outcome: ActionOutcome.Failed, Group: not null });
        Assert.Equal(RunWorld.Seats, failed.Group);
        Assert.Contains("may still have access", failed.Detail, StringComparison.Ordinal);
        Assert.Contains(result.AllErrors, error => error.ErrorDetails.RecommendedAction.Contains("admin.atlassian.com", StringComparison.Ordinal));
        // The seat that is left is a failure of its own.
        var left = Assert.Single(result.OutputOf<ExternalActionResult>(), row => row.Action == ExternalAction.RevokeUserRole);
        Assert.Equal((ActionOutcome.Failed, "The user still holds atlassian/user of jira-software (through a group)."), (left.Outcome, left.Detail));
        Assert.True(world.IsSeated(person));

        // A resume fails while the group is missing, and the run keeps its targets.
        var again = world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>();
        Assert.Equal([ActionOutcome.Failed, ActionOutcome.Failed], again.Select(row => row.Outcome));
        Assert.Equal(2, world.CheckedLast().Failed);

        world.Simulator.Faults.Remove(hidden);
        var done = Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force"), row => row.Group is not null);
        Assert.Equal((ActionOutcome.Succeeded, RunWorld.Seats), (done.Outcome, done.Group));
        Assert.Equal(0, world.CheckedLast().Failed);
        Assert.False(world.IsSeated(person));

        // The log now contains the group, so the undo adds it again.
        var back = world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.Contains((ActionOutcome.Succeeded, RunWorld.Seats), back.Select(row => (row.Outcome, row.Group!)));
        Assert.True(world.IsSeated(person));
    }

    [Fact]
    public async Task A_resume_keeps_a_group_that_grants_nothing()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        world.State.Groups.Add(world.Nobody.Index, person.Index);
        var hidden = Hide(world, person, RunWorld.Group);
        Assert.Contains(
            (ActionOutcome.Failed, RunWorld.Group),
            world.Run(Revoke, ("id", person.AccountId)).OutputOf<ExternalActionResult>().Select(row => (row.Outcome, row.Group!))
        );
        world.Simulator.Faults.Remove(hidden);
        var done = Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force"), row => row.Group is not null);
        Assert.Equal((ActionOutcome.NoChange, RunWorld.Group), (done.Outcome, done.Group));
        Assert.True(world.IsMember(person));
    }

    [Fact]
    public async Task A_plan_counts_unknown_access_and_does_not_remove_it_later()
    {
        await using var world = await RunWorld.StartAsync();
        using var folder = new TestKit.TemporaryFolder();
        var person = world.Seated();
        var hidden = Hide(world, person, RunWorld.Seats);
        var plan = Path.Combine(folder.Path, "seats.json");
        var planned = world.Run(Revoke + "-PlanPath $plan", ("id", person.AccountId), ("plan", plan));
        Assert.Contains("1 membership with unknown application access", Assert.Single(planned.Information).MessageData.ToString(), StringComparison.Ordinal);

        Assert.Contains(
            (ActionOutcome.Failed, RunWorld.Seats),
            world.Run("Invoke-ExternalPlan $plan -Confirm:$false", ("plan", plan)).OutputOf<ExternalActionResult>().Select(row => (row.Outcome, row.Group!))
        );
        world.Simulator.Faults.Remove(hidden);
        var row = Assert.Single(world.Run("Invoke-ExternalPlan $plan -Confirm:$false", ("plan", plan)).OutputOf<ExternalActionResult>(), row =>
            row.Group == RunWorld.Seats
        );
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Drifted), (row.Outcome, row.Reason));
        Assert.True(world.IsSeated(person));
    }

    [Fact]
    public async Task An_exempt_group_with_unknown_access_is_skipped()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        Hide(world, person, RunWorld.Seats);
        world.Ok($"$null = Add-ExternalExemption -Group {RunWorld.Seats} -Reason RunWorld.Seats");
        var row = Assert.Single(world.Run(Revoke, ("id", person.AccountId)).OutputOf<ExternalActionResult>(), row => row.Group == RunWorld.Seats);
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Exempt), (row.Outcome, row.Reason));
    }

    [Fact]
    public async Task An_empty_search_fails_only_the_users_of_that_search()
    {
        await using var world = await RunWorld.StartAsync(users: 400);
        var people = world.Plain(120);
        var seats = world.State.Groups.FindByName(RunWorld.Seats)!;
        foreach (var person in people)
        {
            world.State.Groups.Add(seats.Index, person.Index);
        }
        // The first searches are for the groups of the application and of administrators, and the next for those of the first people.
        world.Simulator.Faults.On("/admin/**/groups/search").Nth(5).RespondWith(200, """{"data":[]}""");
        var rows = world
            .Run("Revoke-ExternalUserAccess acme -Application jira-software -User $ids -Force", ("ids", RunWorld.Ids(people)))
            .OutputOf<ExternalActionResult>()
            .Where(row => row.Group == RunWorld.Seats)
            .ToArray();
        Assert.InRange(rows.Count(row => row.Outcome == ActionOutcome.Failed), 1, 100);
        Assert.Equal(rows.Length - rows.Count(row => row.Outcome == ActionOutcome.Failed), rows.Count(row => row.Outcome == ActionOutcome.Succeeded));
        Assert.Equal(120, rows.Length);
    }

    [Fact]
    public async Task A_role_without_an_owner_is_unknown_access()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        world.Simulator.Faults.On("/admin/**/role-assignments").RespondWith(200, """{"data":[{"roles":["atlassian/user"]}]}""");
        Assert.Contains(
            (ActionOutcome.Failed, RunWorld.Seats),
            world
                .Run("Revoke-ExternalUserAccess acme -User $id -Force", ("id", person.AccountId))
                .OutputOf<ExternalActionResult>()
                .Select(row => (row.Outcome, row.Group!))
        );
        Assert.True(world.IsSeated(person));
        // The service's search finds the group for this application, so its access is known.
        Assert.Contains(
            (ActionOutcome.Succeeded, RunWorld.Seats),
            world.Run(Revoke, ("id", person.AccountId)).OutputOf<ExternalActionResult>().Select(row => (row.Outcome, row.Group!))
        );
        Assert.False(world.IsSeated(person));
    }

    [Fact]
    public async Task A_known_role_counts_beside_a_role_without_an_owner()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Seated();
        world
            .Simulator.Faults.On($"/admin/**/{world.State.Groups.FindByName(RunWorld.Seats)!.Id}/role-assignments")
            .RespondWith(200, """{"data":[{"resourceOwner":"jira-software","roles":["atlassian/user"]},{"roles":["atlassian/user"]}]}""");
        Assert.Contains(world.Ok("Get-ExternalGroup acme -Application jira-software").OutputOf<ExternalGroup>(), group => group.Name == RunWorld.Seats);
        Assert.Contains(
            "jira-software",
            Assert
                .Single(world.Run("Get-ExternalUser acme -AccountId $id -Include Applications", ("id", person.AccountId)).OutputOf<ExternalUser>())
                .Applications!
        );
        Assert.Contains((ActionOutcome.Succeeded, RunWorld.Seats), world.Results(Revoke, ("id", person.AccountId)).Select(row => (row.Outcome, row.Group!)));
        Assert.False(world.IsSeated(person));
    }

    [Fact]
    public async Task A_group_whose_roles_have_no_owner_is_listed_with_a_warning()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.On("/admin/**/role-assignments").RespondWith(200, """{"data":[{"roles":["atlassian/user"]}]}""");
        var result = world.Ok("Get-ExternalGroup acme -Application jira-software");
        Assert.Null(Assert.Single(result.OutputOf<ExternalGroup>(), group => group.Name == RunWorld.Seats).Applications);
        Assert.Contains("does not return all applications that the group", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_membership_is_unknown_when_the_site_returns_a_group_without_an_id()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Simulator.Faults.On("/rest/api/3/user/groups").WhereQuery("accountId", people[0].AccountId).RespondWith(200, """[{"name":"nobody-yet"}]""");
        world.State.Groups.Add(world.Nobody.Index, people[1].Index);
        var result = world.Run("Remove-ExternalGroupMember nobody-yet -Source acme-jira -User $id -Force", ("id", people[0].AccountId));
        Assert.Contains("does not return all groups", Assert.Single(result.OutputOf<ExternalActionResult>()).Detail, StringComparison.Ordinal);
        // The id is right: that is no advice.
        Assert.DoesNotContain("account id", Assert.Single(result.AllErrors).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    /// <summary>Searches find the person's groups, but for one.</summary>
    private static Fault Hide(RunWorld world, Person person, string hidden)
    {
        var directory = world.State.Organizations[0].Directories[0].Id;
        var rows = world
            .State.Groups.GroupsOf(person.Index)
            .Where(group => group.Name != hidden)
            .Select(group => new
            {
                id = group.Id,
                name = group.Name,
                directoryId = directory,
            });
        return world.Simulator.Faults.On("/admin/**/groups/search").RespondWith(200, JsonSerializer.Serialize(new { data = rows }));
    }
}
