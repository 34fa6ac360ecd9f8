using System;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.State;

/// <summary>Changes people and groups of the first organization, for tests of reads during changes. The site has the same people.</summary>
public static class LivingState
{
    /// <summary>Adds an active person in no group, at the end of all lists.</summary>
    public static Person AddPerson(this SimulatorState state, Func<Person, Person>? change = null) => state.People.Add(change);

    /// <summary>Deletes a person everywhere. Lists with offsets move up, so the next page misses one person.</summary>
    public static bool DeletePerson(this SimulatorState state, Person person) => state.People.Delete(person.Index);

    /// <summary>Restores a deleted person. Lists with offsets move down, so the next page repeats one person.</summary>
    public static bool RestorePerson(this SimulatorState state, Person person) => state.People.Restore(person.Index);

    /// <summary>Suspends access to the applications of the directory. The groups stay.</summary>
    public static Person Suspend(this SimulatorState state, Person person) =>
        state.People.Change(person.Index, present => present with { Membership = MembershipState.Suspended, DirectoryStates = null });

    public static Person Resume(this SimulatorState state, Person person) =>
        state.People.Change(person.Index, present => present with { Membership = MembershipState.Active, DirectoryStates = null });

    /// <summary>Deactivates the account in all of Atlassian.</summary>
    public static Person Deactivate(this SimulatorState state, Person person) =>
        state.People.Change(person.Index, present => present with { Account = AccountState.Inactive, DeactivatedDaysAgo = 0 });

    public static Person Reactivate(this SimulatorState state, Person person) =>
        state.People.Change(person.Index, present => present with { Account = AccountState.Active, DeactivatedDaysAgo = null, ForDeletion = false });

    public static AtlassianGroup RenameGroup(this SimulatorState state, AtlassianGroup group, string name) => state.Groups.Rename(group.Index, name);
}
