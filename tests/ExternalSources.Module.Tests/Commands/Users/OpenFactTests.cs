using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>What Atlassian's documents leave open: the module is right under both answers, or says that it does not know.</summary>
public sealed class OpenFactTests
{
    private static readonly bool[] BothAnswers = [true, false];

    public static TheoryData<GroupIdForm, ProductKeyForm, ProductKeyForm, RoleMatching, bool> Answers =>
        [
            .. from ids in Enum.GetValues<GroupIdForm>()
            from keys in Enum.GetValues<ProductKeyForm>()
            from owners in Enum.GetValues<ProductKeyForm>()
            from matching in Enum.GetValues<RoleMatching>()
            from findsGroupRoles in BothAnswers
            select (ids, keys, owners, matching, findsGroupRoles),
        ];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Filters_and_protection_do_not_depend_on_what_is_open(
        GroupIdForm ids,
        ProductKeyForm keys,
        ProductKeyForm owners,
        RoleMatching matching,
        bool findsGroupRoles
    )
    {
        await using var world = await UserWorld.StartAsync(new SimulatorOptions { Users = 120, Sites = 2 });
        var state = world.Simulator.State;
        (state.Behavior.GroupIdsOfUsers, state.Behavior.ProductKeys, state.Behavior.WorkspaceOwners) = (ids, keys, owners);
        (state.Behavior.RoleMatching, state.Behavior.RoleSearchFindsGroupRoles) = (matching, findsGroupRoles);

        var contractors = state.Groups.FindByName("contractors")!;
        Check("-NotInGroup contractors", person => !state.Groups.IsMember(contractors.Index, person.Index));
        Check("-Application jira-servicedesk", person => Holds(person, "jira-servicedesk", 0));
        Check("-Application jira-service-desk", person => Holds(person, "jira-servicedesk", 0));
        Check("-Application jira", person => Holds(person, "jira-software", 0) || Holds(person, "jira-software", 1));
        Check("-Application jira-servicedesk -InactiveFor 90", person =>
            Holds(person, "jira-servicedesk", 0) && (person.LastActiveDaysAgo("jira-servicedesk") ?? person.JoinedDaysAgo) >= 90
        );

        // Somebody who administers an application through a group is protected.
        var administrator = People()
            .First(person =>
                person.Index > 0 && state.Groups.GroupsOf(person.Index).Any(group => group.Name == "jira-administrators") && person.Kind == AccountKind.Person
            );
        var result = Assert.Single(
            world
                .Run("Remove-ExternalGroupMember jira-administrators -Source acme -User $id -Force", ("id", administrator.AccountId))
                .OutputOf<ExternalActionResult>()
        );
        Assert.Equal(SkipReason.Administrator, result.Reason);

        var member = People()
            .First(person =>
                person is { Index: > 0, Status: "active" } && state.Groups.IsMember(state.Groups.FindByName("confluence-users")!.Index, person.Index)
            );
        Assert.Equal(
            ActionOutcome.Succeeded,
            Assert
                .Single(
                    world
                        .Run("Remove-ExternalGroupMember confluence-users -Source acme -User $id -IncludeAdministrators -Force", ("id", member.AccountId))
                        .OutputOf<ExternalActionResult>()
                )
                .Outcome
        );

        IEnumerable<Person> People() => Enumerable.Range(0, 120).Select(index => state.People[index]);
        bool Holds(Person person, string application, int site) =>
            state
                .Groups.GroupsOf(person.Index)
                .Any(group => group.Grants.Any(grant => grant.Application == application && grant.Site == site && grant.Billable));
        void Check(string arguments, Func<Person, bool> matches) =>
            Assert.Equal(
                People().Where(person => person.Kind == AccountKind.Person && matches(person)).Select(person => person.AccountId).Order(StringComparer.Ordinal),
                world.Ok("Get-ExternalUser acme " + arguments).OutputOf<ExternalUser>().Select(user => user.AccountId).Order(StringComparer.Ordinal)
            );
    }

    [Fact]
    public async Task Group_ids_that_no_group_has_make_memberships_unknown()
    {
        await using var world = await UserWorld.StartAsync(users: 60);
        world
            .Simulator.Faults.On("/admin/**/users/search")
            .RespondWith(
                200,
                """
                {"data":[{"accountId":"557058:1","accountType":"atlassian","status":"active","name":"Dana","groups":[{"id":"legacy:17","name":"contractors"}]},
                         {"accountId":"557058:2","accountType":"atlassian","status":"active","name":"Eve","groups":[]}]}
                """
            );
        var result = world.Ok("Get-ExternalUser acme -NotInGroup contractors");
        Assert.Equal(["557058:2"], result.OutputOf<ExternalUser>().Select(user => user.AccountId));
        Assert.Contains("whether 1 user matches -NotInGroup", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);

        var action = Assert.Single(
            world.Run("Remove-ExternalGroupMember contractors -Source acme -User 557058:1 -IncludeAdministrators -Force").OutputOf<ExternalActionResult>()
        );
        Assert.Equal(ActionOutcome.Failed, action.Outcome);
        Assert.Contains("does not return the groups", action.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_that_nobody_was_seen_to_use_is_unknown_and_not_never()
    {
        await using var world = await UserWorld.StartAsync(users: 120);
        foreach (var index in Enumerable.Range(0, 120))
        {
            world.Simulator.State.People.Change(index, person => person with { ServiceDeskDaysAgo = null });
        }

        foreach (var filter in new[] { "-NeverActive", "-InactiveFor 90" })
        {
            var result = world.Run("Get-ExternalUser acme -Application jira-servicedesk " + filter);
            Assert.Empty(result.Output);
            Assert.Contains("is unknown", Assert.Single(result.AllErrors).ErrorDetails.Message, StringComparison.Ordinal);
            Assert.NotEmpty(world.Ok("Get-ExternalUser acme -Application jira-software -InactiveFor 30").Output);
        }
    }

    [Theory]
    [InlineData("$users | Disable-ExternalUser -Force")]
    [InlineData("Disable-ExternalUser acme -User $users.AccountId -Force")]
    [InlineData("Disable-ExternalUser acme -User $emails -Force")]
    public async Task A_bulk_action_on_many_people_keeps_to_the_documented_limits(string command)
    {
        await using var world = await UserWorld.StartAsync(users: 600);
        world.Ok("$users = @(Get-ExternalUser acme -Managed -Status Active | Where-Object ManagedBy -ne Synced)[0..249]");
        world.Ok("$emails = $users | Where-Object Email | ForEach-Object Email");
        world.Simulator.Requests.Clear();
        var results = world.Run(command).OutputOf<ExternalActionResult>();
        Assert.InRange(results.Count(row => row.Outcome == ActionOutcome.Succeeded), 150, 250);
        Assert.All(results, row => Assert.Contains(row.Outcome, new[] { ActionOutcome.Succeeded, ActionOutcome.Skipped, ActionOutcome.Failed }));
        Assert.DoesNotContain(results, row => row.Reason == SkipReason.NotAttempted);
        Assert.DoesNotContain(world.Simulator.Requests.Snapshot(), request => request.Status == 400);
    }

    [Fact]
    public async Task Applications_of_people_in_many_groups_are_read_within_the_limits()
    {
        await using var world = await UserWorld.StartAsync(new SimulatorOptions { Users = 200, Groups = 120 });
        Assert.NotEmpty(world.Ok("Get-ExternalUser acme -Include Applications").Output);
        Assert.NotEmpty(world.Ok("Get-ExternalUser acme -Status Active, Suspended, NotInvited, Deactivated, ForDeletion").Output);
        var domains = string.Join(", ", Enumerable.Range(0, 25).Select(number => $"d{number}.example"));
        Assert.NotEmpty(world.Ok($"Get-ExternalUser acme -EmailDomain acme.example, {domains}").Output);
        Assert.NotEmpty(world.Ok("Get-ExternalUser acme-jira -InactiveFor 30").Output);
        Assert.DoesNotContain(world.Simulator.Requests.Snapshot(), request => request.Status == 400);
    }
}
