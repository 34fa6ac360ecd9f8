using System.Linq;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Groups;

/// <summary>Changes memberships as the services do: within rules that both APIs share.</summary>
internal static class MembershipWriter
{
    public static MembershipObstacle Add(SimulatorState state, AtlassianOrganization organization, AtlassianGroup group, Person person)
    {
        // Checked and added in one go: two writers must not both get the last licence.
        lock (organization.Groups.Writing)
        {
            var obstacle = ObstacleToAdding(state, organization, group, person);
            if (obstacle == MembershipObstacle.None)
            {
                organization.Groups.Add(group.Index, person.Index);
                state.Writes.Note("add-member", person.AccountId, group.Id);
            }

            return obstacle;
        }
    }

    public static MembershipObstacle Remove(SimulatorState state, AtlassianOrganization organization, AtlassianGroup group, Person person)
    {
        if (group.ExternalSynced)
        {
            return MembershipObstacle.ExternalSynced;
        }

        if (!organization.Groups.IsMember(group.Index, person.Index) || !organization.Groups.Remove(group.Index, person.Index))
        {
            return MembershipObstacle.NoMember;
        }

        state.Writes.Note("remove-member", person.AccountId, group.Id);
        return MembershipObstacle.None;
    }

    private static MembershipObstacle ObstacleToAdding(SimulatorState state, AtlassianOrganization organization, AtlassianGroup group, Person person)
    {
        if (group.ExternalSynced)
        {
            return MembershipObstacle.ExternalSynced;
        }

        if (!People.PersonTraits.Of(person).MayBeInGroups || !organization.Groups.InDirectory(person.Index, group.Directory))
        {
            return MembershipObstacle.NotInDirectory;
        }

        if (organization.Groups.IsMember(group.Index, person.Index))
        {
            return MembershipObstacle.AlreadyMember;
        }

        return group.Grants.Any(grant => grant.Billable && !HasSeatFor(state, organization, person, grant.Application))
            ? MembershipObstacle.NoLicence
            : MembershipObstacle.None;
    }

    private static bool HasSeatFor(SimulatorState state, AtlassianOrganization organization, Person person, string key) =>
        state.FindApplication(key) is not { } application
        || application.Seats >= organization.People.Count
        || !People.PersonTraits.Of(person).HasAccess
        || organization.SeatsTaken.Holds(person.Index, key)
        || organization.SeatsTaken.Taken(key) < application.Seats;
}
