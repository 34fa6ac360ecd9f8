using System.Linq;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Groups;

/// <summary>Changes memberships by the rules that both APIs share.</summary>
internal static class MembershipWriter
{
    public static MembershipError Add(SimulatorState state, AtlassianOrganization organization, AtlassianGroup group, Person person)
    {
        // The check and the change share one lock. Otherwise two writers could both get the last licence.
        lock (organization.Groups.WriteLock)
        {
            var error = ErrorOfAdding(state, organization, group, person);
            if (error == MembershipError.None)
            {
                organization.Groups.Add(group.Index, person.Index);
                state.Writes.Note("add-member", person.AccountId, group.Id);
            }

            return error;
        }
    }

    public static MembershipError Remove(SimulatorState state, AtlassianOrganization organization, AtlassianGroup group, Person person)
    {
        if (group.ExternalSynced)
        {
            return MembershipError.ExternalSynced;
        }

        if (!organization.Groups.IsMember(group.Index, person.Index) || !organization.Groups.Remove(group.Index, person.Index))
        {
            return MembershipError.NotMember;
        }

        state.Writes.Note("remove-member", person.AccountId, group.Id);
        return MembershipError.None;
    }

    private static MembershipError ErrorOfAdding(SimulatorState state, AtlassianOrganization organization, AtlassianGroup group, Person person)
    {
        if (group.ExternalSynced)
        {
            return MembershipError.ExternalSynced;
        }

        if (!People.PersonTraits.Of(person).MayBeInGroups || !organization.IsInDirectory(person.Index, group.Directory))
        {
            return MembershipError.NotInDirectory;
        }

        if (organization.Groups.IsMember(group.Index, person.Index))
        {
            return MembershipError.AlreadyMember;
        }

        return group.Grants.Any(grant => grant.Billable && !HasSeatFor(state, organization, person, grant)) ? MembershipError.NoLicence : MembershipError.None;
    }

    /// <summary>Whether a person can get a role without one licence too many.</summary>
    public static bool HasSeatFor(SimulatorState state, AtlassianOrganization organization, Person person, RoleGrant grant) =>
        state.FindApplication(grant.Application, grant.Site) is not { } application
        || application.Seats >= organization.People.Count
        || !People.PersonTraits.Of(person).HasAccess
        || organization.SeatsTaken.Holds(person.Index, application)
        || organization.SeatsTaken.Taken(application) < application.Seats;
}

/// <summary>Why a membership cannot change. Each API has its own message for it.</summary>
internal enum MembershipError
{
    None,

    /// <summary>An identity provider owns the group.</summary>
    ExternalSynced,

    /// <summary>The person is not in the group's directory or cannot be in any group.</summary>
    NotInDirectory,
    AlreadyMember,
    NotMember,

    /// <summary>All licences of an application that the group grants are taken.</summary>
    NoLicence,
}
