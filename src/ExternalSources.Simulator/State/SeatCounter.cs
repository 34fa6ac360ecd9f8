using System.Linq;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.State;

/// <summary>Counts the people who hold a licence of an application, through a group or directly.</summary>
internal sealed class SeatCounter(Population people, GroupRegistry groups, DirectRoles roles, CountCache counts)
{
    public int Taken(AtlassianApplication application) => counts.Of("seats/" + application.ResourceId, () => Count(application)) + Direct(application);

    public bool Holds(int person, AtlassianApplication application) =>
        HasAccess(person) && (ThroughGroup(person, application) || Directly(person, application));

    public static bool IsBillable(AtlassianGroup group, AtlassianApplication application) => group.Grants.Any(grant => IsSeat(grant, application));

    private static bool IsSeat(RoleGrant grant, AtlassianApplication application) =>
        grant.Billable && grant.Application == application.Key && grant.Site == application.Site;

    private bool HasAccess(int person) => people.TraitsOf(person) is { HasAccess: true, Kind: AccountKind.Person };

    private bool ThroughGroup(int person, AtlassianApplication application) => groups.GroupsOf(person).Any(group => IsBillable(group, application));

    private bool Directly(int person, AtlassianApplication application) => roles.Of(person).Any(grant => IsSeat(grant, application));

    /// <summary>The people who hold a licence only directly.</summary>
    private int Direct(AtlassianApplication application) =>
        roles.Holders.Count(person => Directly(person, application) && HasAccess(person) && !ThroughGroup(person, application));

    private int Count(AtlassianApplication application)
    {
        MemberList[] granting = [.. groups.All.Where(group => IsBillable(group, application)).Select(group => groups.MembersOf(group.Index))];
        var count = 0;
        for (var at = 0; at < granting.Length; at++)
        {
            // A person in several of these groups is counted in the first.
            var before = granting[..at];
            foreach (var person in granting[at].From(0, MemberView.Organization))
            {
                if (people.TraitsOf(person) is { HasAccess: true, Kind: AccountKind.Person } && !before.Any(list => list.Contains(person)))
                {
                    count++;
                }
            }
        }

        return count;
    }
}
