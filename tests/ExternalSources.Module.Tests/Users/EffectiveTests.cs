using System;
using System.Linq;
using ExternalSources.Simulator;
using Xunit;

namespace ExternalSources.Module.Tests;

/// <summary>One object a person, with the state in every source.</summary>
public sealed class EffectiveTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    [Fact]
    public void One_object_a_person_with_the_state_in_every_source()
    {
        var people = fixture.World.Ok("Get-ExternalUser -Effective").OutputOf<EffectiveUser>().ToDictionary(person => person.AccountId);
        Assert.Equal(fixture.People.Where(person => person.Kind == AccountKind.Person).Select(person => person.AccountId).Order(), people.Keys.Order());
        Assert.All(people.Values, person => Assert.Equal(["acme", "acme-jira"], person.States.Select(state => state.Source)));
        Assert.All(fixture.People.Where(person => person.Kind == AccountKind.Person), person =>
        {
            var onSite = person.IsActiveOnSite ? "Active" : "Deactivated";
            var status = ReadingFixture.StatusOf(person);
            Assert.Equal([status, onSite], people[person.AccountId].States.Select(state => state.Status));
            Assert.Equal((onSite == "Active") != (status == "Active"), people[person.AccountId].Flags.Any(flag => flag.Contains("acme-jira", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void A_site_that_lags_behind_is_told()
    {
        var person = fixture.People.First(person => person is { Kind: AccountKind.Person, Managed: true, Account: AccountState.Inactive, ForDeletion: false });
        fixture.State.People.Change(person.Index, before => before with { ActiveOnSite = true });
        var effective = Assert.Single(fixture.World.Ok("Get-ExternalUser -AccountId $id -Effective", ("id", person.AccountId)).OutputOf<EffectiveUser>());
        Assert.Contains("Active on acme-jira, Deactivated in acme", effective.Flags);
    }

    [Fact]
    public void A_suspended_user_in_a_group_that_grants_an_application_is_told()
    {
        var person = fixture.People.First(person => person.Kind == AccountKind.Person && ReadingFixture.StatusOf(person) == "Active" && fixture.Idle(person, "jira-software") is not null);
        fixture.State.People.Change(person.Index, before => before with { Membership = MembershipState.Suspended });
        var effective = Assert.Single(fixture.World.Ok("Get-ExternalUser -AccountId $id -Effective", ("id", person.AccountId)).OutputOf<EffectiveUser>());
        Assert.Contains(effective.Flags, flag => flag.StartsWith("Suspended in acme, but still in groups that grant ", StringComparison.Ordinal) && flag.Contains("jira-software", StringComparison.Ordinal));
    }

    [Fact]
    public void A_suspended_user_who_never_used_what_the_groups_grant_is_told_and_one_without_groups_is_not()
    {
        var person = fixture.People.First(person => person.Kind == AccountKind.Person && ReadingFixture.StatusOf(person) == "Active" && fixture.Has(person, "jira-software") && fixture.Idle(person, "jira-software") is null);
        fixture.State.People.Change(person.Index, before => before with { Membership = MembershipState.Suspended });
        string[] FlagsOf() => [.. Assert.Single(fixture.World.Ok("Get-ExternalUser -AccountId $id -Effective", ("id", person.AccountId)).OutputOf<EffectiveUser>()).Flags];
        Assert.Contains(FlagsOf(), flag => flag.Contains("still in groups that grant", StringComparison.Ordinal) && flag.Contains("jira-software", StringComparison.Ordinal));
        foreach (var group in fixture.State.Groups.GroupsOf(person.Index))
            fixture.State.Groups.Remove(group.Index, person.Index);
        Assert.DoesNotContain(FlagsOf(), flag => flag.Contains("still in groups that grant", StringComparison.Ordinal));
    }

    [Fact]
    public void First_and_Skip_count_people()
    {
        var all = fixture.World.Ok("Get-ExternalUser -Effective").OutputOf<EffectiveUser>().Select(person => person.AccountId).Order().ToArray();
        Assert.Equal(3, fixture.World.Ok("Get-ExternalUser -Effective -Skip 2 -First 3").OutputOf<EffectiveUser>().Select(person => person.AccountId).Intersect(all).Count());
    }
}
