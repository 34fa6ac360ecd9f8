using System;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.State;

/// <summary>What happens to people and groups while somebody reads them: in the first organization, whose people are those of the site.</summary>
public static class LivingState
{
    /// <summary>Adds an active person in no group, at the end of all lists.</summary>
    public static Person AddPerson(this SimulatorState state, Func<Person, Person>? change = null) => state.People.Add(change);

    /// <summary>Deletes a person everywhere. In lists with offsets whoever comes after moves up, so that the next page misses one.</summary>
    public static bool DeletePerson(this SimulatorState state, Person person) => state.People.Delete(person.Index);

    /// <summary>Takes a deletion back. In lists with offsets whoever comes after moves down, so that the next page repeats one.</summary>
    public static bool RestorePerson(this SimulatorState state, Person person) => state.People.Restore(person.Index);

    /// <summary>Takes away access to the directory's applications; the groups stay.</summary>
    public static Person Suspend(this SimulatorState state, Person person) =>
        state.People.Change(person.Index, present => present with { Membership = MembershipState.Suspended });

    public static Person Resume(this SimulatorState state, Person person) =>
        state.People.Change(person.Index, present => present with { Membership = MembershipState.Active });

    /// <summary>Ends the account everywhere at Atlassian.</summary>
    public static Person Deactivate(this SimulatorState state, Person person) =>
        state.People.Change(person.Index, present => present with { Account = AccountState.Inactive, DeactivatedDaysAgo = 0 });

    public static Person Reactivate(this SimulatorState state, Person person) =>
        state.People.Change(person.Index, present => present with { Account = AccountState.Active, DeactivatedDaysAgo = null, ForDeletion = false });

    public static AtlassianGroup RenameGroup(this SimulatorState state, AtlassianGroup group, string name) => state.Groups.Rename(group.Index, name);
}
