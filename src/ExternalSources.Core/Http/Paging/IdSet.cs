using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http.Paging;

/// <summary>
/// Which ids have been seen, in eight bytes each: a million ids take 10 MB, where a set of texts would take a hundred. Two ids that share all
/// 64 bits of their hash would be taken for one; among a million ids that happens once in thirty million lists.
/// </summary>
internal sealed class IdSet
{
    private const int Largest = 1 << 18;
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>
    /// Each twice as large as the one before it, until they are large: half of a very large one may never be used. A full one stays as it is: a table
    /// that is copied into a larger one is there twice, and then lies about until the garbage of long life is collected.
    /// </summary>
    private readonly List<ulong[]> _tables = new() { new ulong[1024] };

    private int _last;

    public int Count { get; private set; }

    /// <summary>Adds an id; <see langword="false"/> when it was there already.</summary>
    [MethodImpl(Compilation.Optimized)]
    public bool Add(string id)
    {
        var hash = Hash(id);
        if (Contains(hash))
        {
            return false;
        }

        var table = _tables[_tables.Count - 1];
        if (_last >= table.Length / 5 * 4)
        {
            _tables.Add(table = new ulong[Math.Min(table.Length * 2, Largest)]);
            _last = 0;
        }

        table[Find(table, hash)] = hash;
        _last++;
        Count++;
        return true;
    }

    public bool Contains(string id) => Contains(Hash(id));

    [MethodImpl(Compilation.Optimized)]
    private bool Contains(ulong hash)
    {
        foreach (var table in _tables)
        {
            if (table[Find(table, hash)] == hash)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the hash is, or would be.</summary>
    [MethodImpl(Compilation.Optimized)]
    private static int Find(ulong[] table, ulong hash)
    {
        var i = (int)(hash >> 20) & (table.Length - 1);
        while (table[i] != 0 && table[i] != hash)
        {
            i = (i + 1) & (table.Length - 1);
        }

        return i;
    }

    // FNV-1a with a final mix; zero marks an empty slot.
    [MethodImpl(Compilation.Optimized)]
    private static ulong Hash(string id)
    {
        var hash = Offset;
        foreach (var c in id)
        {
            hash = unchecked((hash ^ c) * Prime);
        }

        hash ^= hash >> 33;
        hash = unchecked(hash * 0xff51afd7ed558ccd);
        hash ^= hash >> 33;
        return Math.Max(hash, 1);
    }
}
