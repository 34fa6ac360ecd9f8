using System;
using System.Collections.Concurrent;
using System.Text;
using Bogus;
using Bogus.DataSets;

namespace ExternalSources.Simulator.People;

/// <summary>First and last names of one language, drawn once from Bogus. A draw for each person would depend on earlier draws.</summary>
internal sealed class NamePool
{
    private const int Size = 192;
    private static readonly ConcurrentDictionary<string, NamePool> Pools = new(StringComparer.Ordinal);

    private readonly string[] _first = new string[Size];
    private readonly string[] _last = new string[Size];
    private readonly string[] _plainFirst = new string[Size];
    private readonly string[] _plainLast = new string[Size];

    private NamePool(string locale)
    {
        var names = new Name(locale) { Random = new Randomizer(20_260_630) };
        for (var at = 0; at < Size; at++)
        {
            var gender = at % 2 == 0 ? Name.Gender.Female : Name.Gender.Male;
            _first[at] = names.FirstName(gender);
            _last[at] = names.LastName(gender);
            _plainFirst[at] = char.IsAsciiLetter(_first[at].Normalize(NormalizationForm.FormD)[0]) ? MailNames.Plain(_first[at]) : "";
            _plainLast[at] = MailNames.Plain(_last[at]);
        }
    }

    public static NamePool Of(string locale) => Pools.GetOrAdd(locale, static key => new NamePool(key));

    public PickedName Pick(int seed, int index)
    {
        var first = Draw.Below(Size, seed, index, Salt.FirstName);

        // Some languages inflect last names, so the last name has the gender of the first.
        var last = (Draw.Below(Size / 2, seed, index, Salt.LastName) * 2) + (first % 2);
        return new PickedName(_first[first], _last[last], _plainFirst[first], _plainLast[last]);
    }

    /// <summary>A name, with its plain letters for an e-mail address. They are empty when the name does not start with a plain letter.</summary>
    internal readonly record struct PickedName(string First, string Last, string PlainFirst, string PlainLast);
}
