using System;
using System.Collections.Concurrent;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.State;

/// <summary>Caches counts over all people until a person or group changes.</summary>
internal sealed class CountCache(Population people, GroupRegistry groups)
{
    private const int MostKept = 256;
    private readonly ConcurrentDictionary<string, (int Edits, int Groups, int Count)> _counts = new(StringComparer.Ordinal);

    public int Of(string what, Func<int> count)
    {
        (var edits, var version) = (people.Edits, groups.Version);
        if (_counts.TryGetValue(what, out var known) && (known.Edits, known.Groups) == (edits, version))
        {
            return known.Count;
        }

        if (_counts.Count >= MostKept)
        {
            _counts.Clear();
        }

        var counted = count();
        _counts[what] = (edits, version, counted);
        return counted;
    }
}
