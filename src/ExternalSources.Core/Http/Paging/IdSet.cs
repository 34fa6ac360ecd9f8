using System;

namespace ExternalSources;

/// <summary>
/// Which ids have been seen, in eight bytes each: a million ids take 16 MB, where a set of texts would take a hundred. Two ids that share all
/// 64 bits of their hash would be taken for one; among a million ids that happens once in thirty million lists.
/// </summary>
internal sealed class IdSet
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private ulong[] _slots = new ulong[1024];

    public int Count { get; private set; }

    /// <summary>Adds an id; <see langword="false"/> when it was there already.</summary>
    public bool Add(string id)
    {
        if ((Count + 1) * 4 > _slots.Length * 3)
            Grow();
        if (!Insert(_slots, Hash(id)))
            return false;
        Count++;
        return true;
    }

    public bool Contains(string id)
    {
        var hash = Hash(id);
        for (var i = Index(hash, _slots.Length); _slots[i] != 0; i = (i + 1) & (_slots.Length - 1))
        {
            if (_slots[i] == hash)
                return true;
        }

        return false;
    }

    private static bool Insert(ulong[] slots, ulong hash)
    {
        var i = Index(hash, slots.Length);
        for (; slots[i] != 0; i = (i + 1) & (slots.Length - 1))
        {
            if (slots[i] == hash)
                return false;
        }

        slots[i] = hash;
        return true;
    }

    private void Grow()
    {
        var larger = new ulong[_slots.Length * 2];
        foreach (var hash in _slots)
        {
            if (hash != 0)
                Insert(larger, hash);
        }

        _slots = larger;
    }

    private static int Index(ulong hash, int length) => (int)(hash >> 20) & (length - 1);

    // FNV-1a with a final mix; zero marks an empty slot.
    private static ulong Hash(string id)
    {
        var hash = Offset;
        foreach (var c in id)
            hash = unchecked((hash ^ c) * Prime);
        hash ^= hash >> 33;
        hash = unchecked(hash * 0xff51afd7ed558ccd);
        hash ^= hash >> 33;
        return Math.Max(hash, 1);
    }
}
