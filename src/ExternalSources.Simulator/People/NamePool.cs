using System;
using System.Collections.Concurrent;
using Bogus;
using Bogus.DataSets;

namespace ExternalSources.Simulator.People;

/// <summary>First and last names of one language. Drawn once from Bogus, whose own order of draws would tie a person to those before.</summary>
internal sealed class NamePool
{
    private const int Size = 192;
    private static readonly ConcurrentDictionary<string, NamePool> Pools = new(StringComparer.Ordinal);

    private readonly string[] _first = new string[Size];
    private readonly string[] _last = new string[Size];

    private NamePool(string locale)
    {
        var names = new Name(locale) { Random = new Randomizer(20_260_630) };
        for (int at = 0; at < Size; at++)
        {
            Name.Gender gender = at % 2 == 0 ? Name.Gender.Female : Name.Gender.Male;
            _first[at] = names.FirstName(gender);
            _last[at] = names.LastName(gender);
        }
    }

    public static NamePool Of(string locale) => Pools.GetOrAdd(locale, static key => new NamePool(key));

    public (string First, string Last) Pick(int seed, int index)
    {
        int first = Draw.Below(Size, seed, index, Salt.FirstName);

        // Some languages inflect last names: the last name is one of the same gender.
        int last = (Draw.Below(Size / 2, seed, index, Salt.LastName) * 2) + (first % 2);
        return (_first[first], _last[last]);
    }
}
