using System.Linq;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.State;

/// <summary>Counts the people who hold a licence of an application.</summary>
internal sealed class SeatCounter(Population people, GroupRegistry groups, CountCache counts)
{
    public int Taken(string application) => counts.Of("seats/" + application, () => Count(application));

    public bool Holds(int person, string application) =>
        people.TraitsOf(person) is { HasAccess: true, Kind: AccountKind.Person } && groups.GroupsOf(person).Any(group => IsBillable(group, application));

    public static bool IsBillable(AtlassianGroup group, string application) => group.Grants.Any(grant => grant.Application == application && grant.Billable);

    private int Count(string application)
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
