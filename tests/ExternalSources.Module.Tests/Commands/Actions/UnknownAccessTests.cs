using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Simulator.Faults;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>What the service does not tell while access is taken away must not look as if there were none.</summary>
public sealed class UnknownAccessTests
{
    private const string Seats = "jira-software-users";
    private const string Revoke = "Revoke-ExternalUserAccess acme -Application jira-software -User $id -Force ";

    [Fact]
    public async Task A_group_that_the_organization_does_not_find_is_a_failure_and_resuming_leaves_it_when_it_is_found()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        var hidden = Hide(world, person, Seats);
        var result = world.Run(Revoke, ("id", person.AccountId));
        var failed = Assert.Single(result.OutputOf<ExternalActionResult>(), row => row.Outcome == ActionOutcome.Failed);
        Assert.Equal(Seats, failed.Group);
        Assert.Contains("may still have access", failed.Detail, StringComparison.Ordinal);
        Assert.Contains("admin.atlassian.com", Assert.Single(result.AllErrors).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.True(IsSeated(world, person));

        // Not while it is so still: and however often that is tried, it stays one target.
        Assert.Equal(
            ActionOutcome.Failed,
            Assert.Single(world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>()).Outcome
        );
        Assert.Equal(1, world.CheckedLast().Failed);

        world.Simulator.Faults.Remove(hidden);
        var done = Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force"));
        Assert.Equal((ActionOutcome.Succeeded, Seats), (done.Outcome, done.Group));
        Assert.Equal(0, world.CheckedLast().Failed);
        Assert.False(IsSeated(world, person));

        // What the log did not know at first it knows now.
        var back = world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.Contains((ActionOutcome.Succeeded, Seats), back.Select(row => (row.Outcome, row.Group!)));
        Assert.True(IsSeated(world, person));
    }

    [Fact]
    public async Task A_group_that_grants_nothing_after_all_stays()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        world.State.Groups.Add(world.Nobody.Index, person.Index);
        var hidden = Hide(world, person, RunWorld.Group);
        Assert.Contains(
            (ActionOutcome.Failed, RunWorld.Group),
            world.Run(Revoke, ("id", person.AccountId)).OutputOf<ExternalActionResult>().Select(row => (row.Outcome, row.Group!))
        );
        world.Simulator.Faults.Remove(hidden);
        var done = Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force"));
        Assert.Equal((ActionOutcome.NoChange, RunWorld.Group), (done.Outcome, done.Group));
        Assert.True(world.IsMember(person));
    }

    [Fact]
    public async Task A_plan_tells_of_it_and_never_leaves_what_nobody_could_look_at()
    {
        await using var world = await RunWorld.StartAsync();
        using var folder = new TestKit.TemporaryFolder();
        var person = Seated(world);
        var hidden = Hide(world, person, Seats);
        var plan = Path.Combine(folder.Path, "seats.json");
        var planned = world.Run(Revoke + "-PlanPath $plan", ("id", person.AccountId), ("plan", plan));
        Assert.Contains("1 membership with unknown application access", Assert.Single(planned.Information).MessageData.ToString(), StringComparison.Ordinal);

        Assert.Contains(
            (ActionOutcome.Failed, Seats),
            world.Run("Invoke-ExternalPlan $plan -Confirm:$false", ("plan", plan)).OutputOf<ExternalActionResult>().Select(row => (row.Outcome, row.Group!))
        );
        world.Simulator.Faults.Remove(hidden);
        var row = Assert.Single(world.Results("Invoke-ExternalPlan $plan -Confirm:$false", ("plan", plan)), row => row.Group == Seats);
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Drifted), (row.Outcome, row.Reason));
        Assert.True(IsSeated(world, person));
    }

    [Fact]
    public async Task A_group_that_is_exempt_is_left_alone_whatever_it_grants()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        Hide(world, person, Seats);
        world.Ok($"$null = Add-ExternalExemption -Group {Seats} -Reason Seats");
        var row = Assert.Single(world.Results(Revoke, ("id", person.AccountId)), row => row.Group == Seats);
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Exempt), (row.Outcome, row.Reason));
    }

    [Fact]
    public async Task A_moment_in_which_nothing_was_found_is_over_for_those_who_come_later()
    {
        await using var world = await RunWorld.StartAsync(users: 400);
        var people = world.Plain(120);
        var seats = world.State.Groups.FindByName(Seats)!;
        foreach (var person in people)
        {
            world.State.Groups.Add(seats.Index, person.Index);
        }
        // The first search is for the groups of the application, the second for those of the first people.
        world.Simulator.Faults.On("/admin/**/groups/search").Nth(2).RespondWith(200, """{"data":[]}""");
        var rows = world
            .Run("Revoke-ExternalUserAccess acme -Application jira-software -User $ids -Force", ("ids", RunWorld.Ids(people)))
            .OutputOf<ExternalActionResult>()
            .Where(row => row.Group == Seats)
            .ToArray();
        Assert.InRange(rows.Count(row => row.Outcome == ActionOutcome.Failed), 1, 50);
        Assert.Equal(rows.Length - rows.Count(row => row.Outcome == ActionOutcome.Failed), rows.Count(row => row.Outcome == ActionOutcome.Succeeded));
        Assert.Equal(120, rows.Length);
    }

    [Fact]
    public async Task A_role_that_does_not_tell_of_what_it_is_may_be_of_anything()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        world.Simulator.Faults.On("/admin/**/role-assignments").RespondWith(200, """{"data":[{"roles":["atlassian/user"]}]}""");
        Assert.Contains(
            (ActionOutcome.Failed, Seats),
            world
                .Run("Revoke-ExternalUserAccess acme -User $id -Force", ("id", person.AccountId))
                .OutputOf<ExternalActionResult>()
                .Select(row => (row.Outcome, row.Group!))
        );
        Assert.True(IsSeated(world, person));
        // But for what the service's own search finds the group for.
        Assert.Contains(
            (ActionOutcome.Succeeded, Seats),
            world.Run(Revoke, ("id", person.AccountId)).OutputOf<ExternalActionResult>().Select(row => (row.Outcome, row.Group!))
        );
        Assert.False(IsSeated(world, person));
    }

    [Fact]
    public async Task What_a_group_grants_for_certain_counts_whatever_else_it_may_grant()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        world
            .Simulator.Faults.On($"/admin/**/{world.State.Groups.FindByName(Seats)!.Id}/role-assignments")
            .RespondWith(200, """{"data":[{"resourceOwner":"jira-software","roles":["atlassian/user"]},{"roles":["atlassian/user"]}]}""");
        Assert.Contains(world.Ok("Get-ExternalGroup acme -Application jira-software").OutputOf<ExternalGroup>(), group => group.Name == Seats);
        Assert.Contains(
            "jira-software",
            Assert
                .Single(world.Run("Get-ExternalUser acme -AccountId $id -Include Applications", ("id", person.AccountId)).OutputOf<ExternalUser>())
                .Applications!
        );
        Assert.Contains((ActionOutcome.Succeeded, Seats), world.Results(Revoke, ("id", person.AccountId)).Select(row => (row.Outcome, row.Group!)));
        Assert.False(IsSeated(world, person));
    }

    [Fact]
    public async Task A_group_whose_roles_tell_of_nothing_what_they_are_is_listed_where_the_service_says_that_it_grants_something()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.On("/admin/**/role-assignments").RespondWith(200, """{"data":[{"roles":["atlassian/user"]}]}""");
        var result = world.Ok("Get-ExternalGroup acme -Application jira-software");
        Assert.Null(Assert.Single(result.OutputOf<ExternalGroup>(), group => group.Name == Seats).Applications);
        Assert.Contains("does not return all applications that the group", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_deactivated_and_not_in_the_directory_need_not_be_removed_from_it()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.People.Change(person.Index, one => one with { Account = AccountState.Inactive, Membership = MembershipState.None });
        Assert.Equal(
            ActionOutcome.NoChange,
            Assert.Single(world.Results("Remove-ExternalUser acme -FromDirectory -User $id -Force", ("id", person.AccountId))).Outcome
        );
    }

    [Fact]
    public async Task Somebody_elses_change_that_does_not_show_yet_is_waited_for()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        var seats = world.State.Groups.FindByName(Seats)!;
        world.Simulator.Faults.On("/admin/**/memberships/*").RespondWith(404, """{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}""");
        // The state and the administrators before it, the first look, and then the second.
        world.Simulator.Faults.On("/admin/**/users/search").Nth(4).Do(() => world.State.Groups.Remove(seats.Index, person.Index));
        Assert.Equal(
            ActionOutcome.NoChange,
            Assert.Single(world.Results("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", ("id", person.AccountId))).Outcome
        );
        Assert.Equal(4, world.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/users/search", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(
        "Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force",
        "/admin/**/memberships/*",
        """{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}"""
    )]
    [InlineData(
        "Remove-ExternalUser acme-jira -User $id -Force",
        "/rest/api/3/user",
        """{"errorMessages":["The user does not exist or you do not have permission."]}"""
    )]
    [InlineData("Revoke-ExternalUserToken acme -User $id -Force", "/users/*/manage/api-tokens/*", """{"key":"not-found"}""")]
    public async Task That_something_is_not_found_which_is_there_does_not_mean_that_it_was_so_already(string script, string path, string body)
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        world.Simulator.Faults.On(path).Where(request => request.Method == "DELETE").RespondWith(404, body);
        var result = world.Run(script, ("id", person.AccountId));
        var row = Assert.Single(result.OutputOf<ExternalActionResult>());
        Assert.Equal((ActionOutcome.Failed, 1, false), (row.Outcome, row.Attempts, row.IsOpen));
        Assert.Contains("does not", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Equal(1, world.CheckedLast().Failed);
    }

    [Fact]
    public async Task Somebody_who_was_removed_meanwhile_is_no_failure()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        var seats = world.State.Groups.FindByName(Seats)!;
        world.Simulator.Faults.On("/admin/**/memberships/*").Do(() => world.State.Groups.Remove(seats.Index, person.Index));
        Assert.Equal(
            ActionOutcome.NoChange,
            Assert.Single(world.Results("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", ("id", person.AccountId))).Outcome
        );
    }

    [Theory]
    [InlineData("""{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}""")]
    [InlineData("""{"errors":[{"code":"ADMIN-404-10","title":"Group not found"}]}""")]
    public async Task A_stop_while_a_refusal_is_looked_at_makes_nobody_elses_change_the_runs(string refusal)
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        world.Simulator.Faults.On("/admin/**/memberships/*").RespondWith(404, refusal);
        var looking = world.Simulator.Faults.On("/admin/**/users/search").Nth(3).Hold();
        using var stop = new CancellationTokenSource();
        var running = world.RunAsync("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", stop.Token, ("id", person.AccountId));
        await looking.WaitForArrivalAsync(TestContext.Current.CancellationToken);
        // This is what the log of a session says that is killed at this moment.
        var file = Assert.Single(world.LogFiles);
        var noted = Assert.Single(RunReader.Read(Path.GetFileNameWithoutExtension(file), file).Targets).Outcome!;
        Assert.Equal((ActionOutcome.Failed, false), (noted.Outcome, noted.IsOpen));
        await stop.CancelAsync();
        looking.Release();
        await running;
        Assert.Equal(1, world.CheckedLast().Failed);

        world.Simulator.Faults.Clear();
        world.State.Groups.Remove(world.State.Groups.FindByName(Seats)!.Index, person.Index);
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        Assert.Empty(world.Run("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force").Output);
        Assert.False(IsSeated(world, person));
    }

    [Fact]
    public async Task What_is_not_found_after_an_answer_that_never_came_is_looked_at_as_well()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        world.Simulator.Faults.On("/admin/**/memberships/*").Once().Respond(503);
        world.Simulator.Faults.On("/admin/**/memberships/*").RespondWith(404, """{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}""");
        var row = Assert.Single(
            world.Run("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", ("id", person.AccountId)).OutputOf<ExternalActionResult>()
        );
        Assert.Equal((ActionOutcome.Failed, true), (row.Outcome, row.IsOpen));
        Assert.True(IsSeated(world, person));
    }

    [Fact]
    public async Task A_row_that_meant_somebody_else_does_not_become_done_because_the_account_is_gone()
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

    [Fact]
    public async Task What_is_not_found_again_when_the_run_is_resumed_at_once_is_no_more_so_than_before()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
        world.Simulator.Faults.On("/admin/**/memberships/*").RespondWith(404, """{"errors":[{"code":"ADMIN-404-8","title":"User not found"}]}""");
        world.Run("Remove-ExternalGroupMember jira-software-users -Source acme -User $id -Force", ("id", person.AccountId));
        Assert.Equal(
            ActionOutcome.Failed,
            Assert.Single(world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>()).Outcome
        );
    }

    [Fact]
    public async Task A_site_that_tells_of_no_administrator_lets_nobody_be_removed()
    {
        await using var world = await RunWorld.StartAsync();
        var person = Seated(world);
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

    [Theory]
    [InlineData("-Email *@board.acme.example", true)]
    [InlineData("-Email *@board.acme.example -Action RemoveUser", false)]
    [InlineData("-Email *@board.acme.example -Source acme", false)]
    [InlineData("-Group site-admins", false)]
    public async Task That_an_exemption_by_address_cannot_hold_for_a_hidden_one_is_told_once_and_beforehand(string exemption, bool isTold)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        foreach (var person in people.Take(2))
        {
            world.State.People.Change(person.Index, one => one with { EmailHidden = true, Managed = false });
        }

        world.Ok($"$null = Add-ExternalExemption {exemption} -Reason Board");
        foreach (var mode in new[] { "-WhatIf", "-Force" })
        {
            var result = world.Ok("Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids " + mode, ("ids", RunWorld.Ids(people)));
            Assert.Equal(isTold ? 1 : 0, result.Warnings.Count(warning => warning.Message.Contains("exemption by e-mail address", StringComparison.Ordinal)));
            Assert.DoesNotContain(result.OutputOf<ExternalActionResult>(), row => row.Outcome == ActionOutcome.Skipped);
        }
    }

    [Fact]
    public async Task A_group_of_a_site_without_an_id_may_be_any()
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

    private static Person Seated(RunWorld world)
    {
        var person = world.Plain(1)[0];
        world.State.Groups.Add(world.State.Groups.FindByName(Seats)!.Index, person.Index);
        return person;
    }

    private static bool IsSeated(RunWorld world, Person person) => world.State.Groups.IsMember(world.State.Groups.FindByName(Seats)!.Index, person.Index);

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
