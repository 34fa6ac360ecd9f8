using System.Linq;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Groups;

/// <summary>Changes memberships as the services do: within rules that both APIs share.</summary>
internal static class MembershipWriter
{
    public static MembershipError Add(SimulatorState state, AtlassianOrganization organization, AtlassianGroup group, Person person)
    {
        // Checked and added in one go: two writers must not both get the last licence.
        lock (organization.Groups.Writing)
        {
            var obstacle = ObstacleToAdding(state, organization, group, person);
            if (obstacle == MembershipError.None)
            {
                organization.Groups.Add(group.Index, person.Index);
                state.Writes.Note("add-member", person.AccountId, group.Id);
            }

            return obstacle;
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
            return MembershipError.NoMember;
        }

        state.Writes.Note("remove-member", person.AccountId, group.Id);
        return MembershipError.None;
    }

    private static MembershipError ObstacleToAdding(SimulatorState state, AtlassianOrganization organization, AtlassianGroup group, Person person)
    {
        if (group.ExternalSynced)
        {
            return MembershipError.ExternalSynced;
        }

        if (!People.PersonTraits.Of(person).MayBeInGroups || !organization.Groups.InDirectory(person.Index, group.Directory))
        {
            return MembershipError.NotInDirectory;
        }

        if (organization.Groups.IsMember(group.Index, person.Index))
        {
            return MembershipError.AlreadyMember;
        }

        return group.Grants.Any(grant => grant.Billable && !HasSeatFor(state, organization, person, grant.Application))
            ? MembershipError.NoLicence
            : MembershipError.None;
    }

    private static bool HasSeatFor(SimulatorState state, AtlassianOrganization organization, Person person, string key) =>
        state.FindApplication(key) is not { } application
        || application.Seats >= organization.People.Count
        || !People.PersonTraits.Of(person).HasAccess
        || organization.SeatsTaken.Holds(person.Index, key)
        || organization.SeatsTaken.Taken(key) < application.Seats;
}
