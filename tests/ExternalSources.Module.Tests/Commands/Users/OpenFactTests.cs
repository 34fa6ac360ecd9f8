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

    [Fact]
    public async Task A_row_that_is_null_is_no_user_and_no_group_and_a_list_says_that_it_may_miss_one()
    {
        await using var world = await UserWorld.StartAsync(new SimulatorOptions { Users = 250, Sites = 2 });
        string[] commands =
        [
            "Get-ExternalUser acme | ForEach-Object AccountId",
            "Get-ExternalUser acme -NotInGroup contractors -InactiveFor 30 | ForEach-Object AccountId",
            "Get-ExternalUser acme -Include Groups | ForEach-Object { $_.Groups -join ',' }",
            "Get-ExternalUser acme-jira | ForEach-Object AccountId",
            "Get-ExternalGroup acme | ForEach-Object Name",
            "Get-ExternalGroup acme-jira | ForEach-Object Name",
            "Get-ExternalGroupMember contractors -Source acme | ForEach-Object AccountId",
            "Get-ExternalGroupMember contractors -Source acme-jira | ForEach-Object AccountId",
            "Get-ExternalWorkspace acme | ForEach-Object Id",
            "Get-ExternalDirectory acme | ForEach-Object Name",
        ];
        var without = commands.Select(command => Texts(world.Ok(command))).ToArray();
        world.Simulator.State.Behavior.NullRows = true;
        Assert.All(without, Assert.NotEmpty);
        foreach (var (command, expected) in commands.Zip(without))
        {
            var result = world.Run(command);
            Assert.True(expected.SequenceEqual(Texts(result)), command + ": " + result);
            Assert.Contains("record", result.ToString() + string.Join(" ", result.Warnings), StringComparison.Ordinal);
        }

        Assert.All(world.Ok("(Test-ExternalSource acme, acme-jira).Status").Output, status => Assert.Equal("Connected", $"{status}"));

        static string[] Texts(TestKit.Shell.ShellResult result) => [.. result.Output.Select(text => $"{text}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task An_action_on_a_user_whose_roles_have_an_unreadable_record_sends_nothing()
    {
        await using var world = await UserWorld.StartAsync(users: 60);
        var seated = world.Humans.First(person => person is { Index: > 0, Status: "active" });
        world.Simulator.Faults.On("/admin/**/users/*/role-assignments").RespondWith(200, """{"data":[null],"links":{}}""");
        var result = world.Run("Revoke-ExternalUserAccess acme -Application jira-software -User $id -Force", ("id", seated.AccountId));
        Assert.DoesNotContain(result.OutputOf<ExternalActionResult>(), row => row.Outcome is ActionOutcome.Succeeded or ActionOutcome.NoChange);
        Assert.Empty(world.Simulator.State.Writes.Snapshot());
    }

    [Theory]
    [InlineData("Get-ExternalGroup acme-jira")]
    [InlineData("Get-ExternalUser acme-jira")]
    [InlineData("Get-ExternalUser acme-jira -NotInGroup contractors")]
    [InlineData("Get-ExternalGroupMember contractors -Source acme-jira")]
    [InlineData("Remove-ExternalGroupMember contractors -Source acme-jira -User $id -Force")]
    [InlineData("Revoke-ExternalUserAccess acme-jira -Application jira-software -User $id -Force")]
    public async Task An_anonymous_answer_is_a_failed_log_in(string command)
    {
        await using var world = await UserWorld.StartAsync(users: 60);
        world.Simulator.State.Behavior.AnonymousAnswers = true;
        world.Simulator.State.SiteTokens[0].Revoked = true;
        var result = world.Run(command, ("id", world.Humans[5].AccountId));
        Assert.DoesNotContain(result.Output, item => item?.BaseObject is ExternalUser or Core.Groups.ExternalGroup);
        Assert.Contains("did not accept the credentials", Assert.Single(result.AllErrors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("expired", result.AllErrors.Single().ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(world.Simulator.State.Writes.Snapshot());
    }
}
