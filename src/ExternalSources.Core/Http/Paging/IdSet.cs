using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http.Paging;

/// <summary>
/// A set of ids that needs about ten bytes per id: a million ids take 10 MB, instead of 100 MB in a set of strings. It stores 64-bit hashes. Two ids with
/// the same hash count as one; in lists of a million ids, this happens once in thirty million lists.
/// </summary>
internal sealed class IdSet
{
    private const int MaxTableSize = 1 << 18;
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>
    /// The hash tables. Each new table has twice the size of the last, up to a limit. A full table is not copied to a larger one, because the old copy
    /// would stay in memory until a full garbage collection.
    /// </summary>
    private readonly List<ulong[]> _tables = new() { new ulong[1024] };

    private int _last;

    public int Count { get; private set; }

    /// <summary>Adds an id; returns <see langword="false"/> if the set already contains it.</summary>
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
            _tables.Add(table = new ulong[Math.Min(table.Length * 2, MaxTableSize)]);
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

    /// <summary>The index of the hash, or of the free place for it.</summary>
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

    // FNV-1a with a final mix. Zero marks an empty place.
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
