using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Groups;

/// <summary>
/// The places of a group: first those of the initial members, then those of added members. A place is empty when its member was
/// removed or cannot be in a group, so that a cursor stays valid when members before it change.
/// </summary>
internal sealed class MemberList(PositionRange start, Population people, LateReads late)
{
    private readonly ConcurrentDictionary<int, byte> _removed = new();
    private readonly ConcurrentDictionary<int, int> _addedAt = new();
    private readonly History<int, bool> _past = new(late);
    private readonly MemberCounts?[] _counts = new MemberCounts?[3];
    private int[] _added = [];
    private volatile int _addedCount;
    private volatile bool _anyRemoved;
    private int _version;

    public int Places => start.Length + _addedCount;

    /// <summary>Whether a first member was removed.</summary>
    public bool HasLost(int person) => _past.TryRead(person, out var wasMember) ? !wasMember : HasRemoved(person);

    public bool Contains(int person) =>
        (_past.TryRead(person, out var wasMember) ? wasMember : (IsFirst(person) && !HasRemoved(person)) || (_addedCount > 0 && _addedAt.ContainsKey(person)))
        && people.Exists(person)
        && people.TraitsOf(person).MayBeInGroups;

    /// <summary>The member at a place; -1 when it is empty.</summary>
    public int At(int place, MemberView view)
    {
        var person = place < start.Length ? start.PersonAt(place) : Volatile.Read(ref _added)[place - start.Length];
        return person >= 0 && IsAt(person, place) && IsShown(person, view) ? person : -1;
    }

    public int Count(MemberView view) => CountsOf(view).Total;

    /// <summary>The members from an offset, in the order of places.</summary>
    public IEnumerable<int> From(int offset, MemberView view)
    {
        var counts = CountsOf(view);
        if (offset >= counts.Total)
        {
            yield break;
        }

        (var block, var skip) = counts.Find(offset);
        for (var place = block * MemberCounts.Block; place < Places; place++)
        {
            if (At(place, view) is >= 0 and var person && skip-- <= 0)
            {
                yield return person;
            }
        }
    }

    /// <summary>Adds a member. Returns false when the person already is one. The caller holds the write lock.</summary>
    public bool Add(int person)
    {
        if (IsFirst(person))
        {
            if (!_removed.TryRemove(person, out _))
            {
                return false;
            }

            _past.Note(person, false);
        }
        else
        {
            if (!_addedAt.TryAdd(person, _addedCount))
            {
                return false;
            }

            _past.Note(person, false);

            if (_addedCount == _added.Length)
            {
                var larger = new int[Math.Max(4, _added.Length * 2)];
                _added.CopyTo(larger, 0);
                Volatile.Write(ref _added, larger);
            }

            _added[_addedCount] = person;
            _addedCount++;
        }

        Interlocked.Increment(ref _version);
        return true;
    }

    /// <summary>Removes a member. Returns false when the person is not one. The caller holds the write lock.</summary>
    public bool Remove(int person)
    {
        if (IsFirst(person))
        {
            if (!_removed.TryAdd(person, 0))
            {
                return false;
            }

            _past.Note(person, true);
            _anyRemoved = true;
        }
        else
        {
            if (!_addedAt.TryRemove(person, out _))
            {
                return false;
            }

            _past.Note(person, true);
        }

        Interlocked.Increment(ref _version);
        return true;
    }

    private bool HasRemoved(int person) => _anyRemoved && _removed.ContainsKey(person);

    private bool IsFirst(int person) => person < start.Order?.Count && start.Contains(person);

    private bool IsShown(int person, MemberView view)
    {
        if (!(view == MemberView.Organization ? people.Exists(person) : people.IsOnSite(person)))
        {
            return false;
        }

        var traits = people.TraitsOf(person);
        return traits.MayBeInGroups && (view != MemberView.ActiveOnSite || traits.ActiveOnSite);
    }

    // The place of a member who was added stays when the member is removed. A member who is added again gets a new one.
    private bool IsAt(int person, int place) =>
        _past.TryRead(person, out var wasMember) ? wasMember
        : place < start.Length ? !HasRemoved(person)
        : _addedAt.TryGetValue(person, out var at) && at == place - start.Length;

    private MemberCounts CountsOf(MemberView view)
    {
        (var peopleVersion, var version) = (people.Version, Volatile.Read(ref _version));
        if (late.ViewedAt is null && Volatile.Read(ref _counts[(int)view]) is { } known && known.IsOf(peopleVersion, version))
        {
            return known;
        }

        var places = Places;
        var before = new int[((places + MemberCounts.Block - 1) / MemberCounts.Block) + 1];
        var count = 0;
        for (var place = 0; place < places; place++)
        {
            if (place % MemberCounts.Block == 0)
            {
                before[place / MemberCounts.Block] = count;
            }

            count += At(place, view) >= 0 ? 1 : 0;
        }

        before[^1] = count;
        var counts = new MemberCounts(peopleVersion, version, before);
        if (late.ViewedAt is null)
        {
            Volatile.Write(ref _counts[(int)view], counts);
        }

        return counts;
    }
}
