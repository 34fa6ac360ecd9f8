using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Organization;

/// <summary>Sorted searches. A sort needs all people before the first page, so the order is kept for the next pages.</summary>
internal static class SortedUsers
{
    private static readonly ConditionalWeakTable<AtlassianOrganization, Order> Latest = new();

    public static IEnumerable<(int Person, int Place)> From(AtlassianOrganization organization, UserMatcher matcher, string list, bool descending, int start)
    {
        (string list, int, int) key = (list, organization.People.Edits, organization.Groups.Version);
        if (!Latest.TryGetValue(organization, out var order) || order.Key != key)
        {
            order = new Order(key, Sort(organization, matcher, descending));
            Latest.AddOrUpdate(organization, order);
        }

        return order.People.Skip(start).Select((person, at) => (person, start + at + 1));
    }

    private static int[] Sort(AtlassianOrganization organization, UserMatcher matcher, bool descending)
    {
        int[] people = [.. matcher.From(0).Select(found => found.Person)];
        var names = Array.ConvertAll(people, person => organization.People[person].Nickname);
        Comparison<int> up = (one, other) =>
            string.Compare(names[one], names[other], StringComparison.OrdinalIgnoreCase) is not 0 and var order ? order : one - other;
        int[] places = [.. Enumerable.Range(0, people.Length)];
        Array.Sort(places, descending ? (one, other) => up(other, one) : up);
        return Array.ConvertAll(places, place => people[place]);
    }

    private sealed record Order((string List, int People, int Groups) Key, int[] People);
}
