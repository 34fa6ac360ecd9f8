using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>-Effective writes one object per user, with the state in every source.</summary>
public sealed class EffectiveUserTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    [Fact]
    public void Each_person_is_one_object_with_the_state_in_every_source()
    {
        var people = fixture.World.Ok("Get-ExternalUser -Effective").OutputOf<EffectiveUser>().ToDictionary(person => person.AccountId);
        Assert.Equal(fixture.People.Where(person => person.Kind == AccountKind.Person).Select(person => person.AccountId).Order(), people.Keys.Order());
        Assert.All(people.Values, person => Assert.Equal(["acme", "acme-jira"], person.States.Select(state => state.Source)));
        Assert.All(fixture.People.Where(person => person.Kind == AccountKind.Person), person =>
        {
            var onSite = person.IsActiveOnSite ? "Active" : "Deactivated";
            var status = ReadingFixture.StatusOf(person);
            Assert.Equal([status, onSite], people[person.AccountId].States.Select(state => state.Status));
            Assert.Equal(
                (onSite == "Active") != (status == "Active"),
                people[person.AccountId].Flags.Any(flag => flag.Contains("acme-jira", StringComparison.Ordinal))
            );
        });
    }

    [Fact]
    public void A_site_with_an_outdated_state_is_flagged()
    {
        var person = fixture.People.First(person => person is { Kind: AccountKind.Person, Managed: true, Account: AccountState.Inactive, ForDeletion: false });
        fixture.State.People.Change(person.Index, before => before with { ActiveOnSite = true });
        var effective = Assert.Single(fixture.World.Ok("Get-ExternalUser -AccountId $id -Effective", ("id", person.AccountId)).OutputOf<EffectiveUser>());
        Assert.Contains("Active on acme-jira, Deactivated in acme", effective.Flags);
    }

    [Fact]
    public void A_suspended_user_in_a_group_that_grants_an_application_is_flagged()
    {
        var person = fixture.People.First(person =>
            person.Kind == AccountKind.Person && ReadingFixture.StatusOf(person) == "Active" && fixture.Idle(person, "jira-software") is not null
        );
        fixture.State.People.Change(person.Index, before => before with { Membership = MembershipState.Suspended });
        var effective = Assert.Single(fixture.World.Ok("Get-ExternalUser -AccountId $id -Effective", ("id", person.AccountId)).OutputOf<EffectiveUser>());
        Assert.Contains(effective.Flags, flag =>
            flag.StartsWith("Suspended in acme, but still in groups that grant ", StringComparison.Ordinal)
            && flag.Contains("jira-software", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_suspended_user_who_never_used_the_granted_application_is_flagged_and_a_user_without_groups_is_not()
    {
        var person = fixture.People.First(person =>
            person.Kind == AccountKind.Person
            && ReadingFixture.StatusOf(person) == "Active"
            && fixture.Has(person, "jira-software")
            && fixture.Idle(person, "jira-software") is null
        );
        fixture.State.People.Change(person.Index, before => before with { Membership = MembershipState.Suspended });
        string[] FlagsOf() =>
            [.. Assert.Single(fixture.World.Ok("Get-ExternalUser -AccountId $id -Effective", ("id", person.AccountId)).OutputOf<EffectiveUser>()).Flags];
        Assert.Contains(FlagsOf(), flag =>
            flag.Contains("still in groups that grant", StringComparison.Ordinal) && flag.Contains("jira-software", StringComparison.Ordinal)
        );
        foreach (var group in fixture.State.Groups.GroupsOf(person.Index))
        {
            fixture.State.Groups.Remove(group.Index, person.Index);
        }

        Assert.DoesNotContain(FlagsOf(), flag => flag.Contains("still in groups that grant", StringComparison.Ordinal));
    }

    [Fact]
    public void First_and_Skip_count_people()
    {
        string[] Ids(string script) => [.. fixture.World.Ok(script).OutputOf<EffectiveUser>().Select(person => person.AccountId)];
        Assert.Equal(Ids("Get-ExternalUser -Effective -First 5").Skip(2), Ids("Get-ExternalUser -Effective -Skip 2 -First 3"));
    }

    [Fact]
    public void A_filter_selects_people_and_keeps_all_their_states()
    {
        var deactivated = fixture.People.Where(person => person.Kind == AccountKind.Person && ReadingFixture.StatusOf(person) == "Deactivated").ToArray();
        foreach (
            var script in new[]
            {
                "Get-ExternalUser acme* -Effective -Status Deactivated",
                "Get-ExternalUser acme* -Effective -Managed",
                "Get-ExternalUser acme* -Effective -Directory $directories[0].Id",
            }
        )
        {
            var people = fixture.World.Ok(script, fixture.Variables()).OutputOf<EffectiveUser>();
            Assert.NotEmpty(people);
            Assert.All(people, person => Assert.Equal(["acme", "acme-jira"], person.States.Select(state => state.Source)));
            Assert.Equal(people.Count, people.Select(person => person.AccountId).Distinct().Count());
            if (script.Contains("-Status", StringComparison.Ordinal))
            {
                Assert.Empty(deactivated.Select(person => person.AccountId).Except(people.Select(person => person.AccountId)));
            }
        }
    }

    [Fact]
    public void A_user_with_a_hidden_address_is_joined_by_id()
    {
        var hidden = fixture.People.First(person => person is { Kind: AccountKind.Person, Email: not null, VisibleEmail: null });
        var script = "Get-ExternalUser -User $who -Effective";
        var person = Assert.Single(fixture.World.Ok(script, ("who", hidden.AccountId)).OutputOf<EffectiveUser>());
        Assert.Equal(2, person.States.Count);
        Assert.Equal(2, Assert.Single(fixture.World.Ok(script, ("who", fixture.Dana.VisibleEmail)).OutputOf<EffectiveUser>()).States.Count);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ AccountId = $dana.AccountId }, [pscustomobject]@{ Email = $dana.Email } | Get-ExternalUser -Effective")]
    [InlineData("Get-ExternalUser acme -AccountId $dana.AccountId | Get-ExternalUser -Effective")]
    [InlineData("Get-ExternalUser -AccountId $dana.AccountId -Effective | Get-ExternalUser -Effective")]
    [InlineData("[pscustomobject]@{ Email = $dana.Email; Source = 'acme-jira' } | Get-ExternalUser -Effective")]
    [InlineData("Get-ExternalUser -Effective -AccountId $dana.AccountId -Include Roles, Groups")]
    public void A_user_who_is_found_in_one_source_is_read_from_all_sources(string script)
    {
        var person = Assert.Single(fixture.World.Ok(script, fixture.Variables()).OutputOf<EffectiveUser>());
        Assert.Equal(fixture.Dana.AccountId, person.AccountId);
        Assert.Equal(["acme", "acme-jira"], person.States.Select(state => state.Source));
        if (script.Contains("Roles", StringComparison.Ordinal))
        {
            Assert.All(person.States, state => Assert.Equal((true, state.Source == "acme"), (state.Groups is not null, state.Roles is not null)));
        }
    }

    [Fact]
    public void The_sources_from_the_pipeline_are_joined() =>
        Assert.Single(
            Assert
                .Single(
                    fixture
                        .World.Ok("Get-ExternalSource acme | Get-ExternalUser -Effective -AccountId $dana.AccountId", fixture.Variables())
                        .OutputOf<EffectiveUser>()
                )
                .States
        );

    [Fact]
    public void A_source_without_the_filter_is_still_read_for_the_selected_people()
    {
        var result = fixture.World.Run("Get-ExternalUser -Effective -Application confluence -AccountId $dana.AccountId", fixture.Variables());
        Assert.Equal("acme-jira", Assert.Single(result.AllErrors).TargetObject);
        var person = Assert.Single(result.OutputOf<EffectiveUser>());
        Assert.Equal(2, person.States.Count);
        Assert.Empty(person.NotRead);
    }

    [Fact]
    public async Task A_user_who_is_deleted_between_the_two_reads_is_an_error()
    {
        await using var world = await UserWorld.StartAsync(users: 50);
        world.Simulator.Faults.On("/admin/**/users/search").After(1).RespondWith(200, "{\"data\":[]}");
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":0}");
        var result = world.Run("Get-ExternalUser acme -Effective -AccountId $id", ("id", world.Humans[3].AccountId));
        Assert.Empty(result.Output);
        Assert.StartsWith("IncompleteList,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Including_groups_takes_one_request_for_each_person()
    {
        fixture.World.Simulator.Requests.Clear();
        Assert.Equal(5, fixture.World.Ok("Get-ExternalUser acme-jira -Effective -Include Groups -First 5").OutputOf<EffectiveUser>().Count);
        Assert.Equal(5, fixture.World.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/rest/api/3/user", StringComparison.Ordinal)));
    }

    [Fact]
    public void First_sends_only_the_requests_it_needs()
    {
        fixture.World.Simulator.Requests.Clear();
        Assert.Equal(3, fixture.World.Ok("Get-ExternalUser -Effective -First 3").OutputOf<EffectiveUser>().Count);
        Assert.InRange(
            fixture.World.Simulator.Requests.Snapshot().Count(request => !request.PathOnly.Contains("role-assignments", StringComparison.Ordinal)),
            3,
            12
        );
    }

    [Fact]
    public async Task A_source_that_fails_marks_people_as_incomplete()
    {
        await using var world = await UserWorld.StartAsync(users: 50);
        world.Simulator.State.SiteTokens.Single().Revoked = true;
        foreach (var filter in new[] { "", "-Status Active" })
        {
            var result = world.Run($"Get-ExternalUser -Effective {filter}");
            Assert.Equal("acme-jira", Assert.Single(result.AllErrors).TargetObject);
            Assert.NotEmpty(result.Output);
            Assert.All(result.OutputOf<EffectiveUser>(), person =>
            {
                Assert.Equal(["acme-jira"], person.NotRead);
                Assert.Contains(person.Flags, flag => flag.Contains("acme-jira", StringComparison.Ordinal));
                Assert.Equal("acme", Assert.Single(person.States).Source);
            });
        }
    }

    [Fact]
    public void A_filter_that_no_selected_source_supports_is_an_error() =>
        Assert.Single(fixture.World.Run("Get-ExternalUser acme-jira -Effective -Managed").AllErrors);
}
