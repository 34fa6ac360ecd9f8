using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;

namespace ExternalSources.Simulator.State;

/// <summary>
/// Shows changes late. A read of a kind with a delay sees people, memberships, and direct roles as they were that long ago. A write always sees the
/// present. Changes from before the first delay was set show at once.
/// </summary>
public sealed class LateReads
{
    private readonly AsyncLocal<DateTimeOffset?> _viewedAt = new();
    private ImmutableDictionary<ReadKind, TimeSpan> _delays = ImmutableDictionary<ReadKind, TimeSpan>.Empty;

    internal LateReads(Func<DateTimeOffset> now)
    {
        Now = now;
    }

    internal Func<DateTimeOffset> Now { get; }

    /// <summary>The delays that are not zero.</summary>
    public IReadOnlyDictionary<ReadKind, TimeSpan> Delays => _delays;

    /// <summary>The moment that the present read sees; null is the present.</summary>
    internal DateTimeOffset? ViewedAt => _viewedAt.Value;

    /// <summary>Whether changes are kept for late reads.</summary>
    internal bool IsOn { get; private set; }

    /// <summary>Sets how late a kind of read shows changes.</summary>
    public void Delay(ReadKind kind, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ImmutableInterlocked.Update(
            ref _delays,
            static (delays, set) => set.Item2 == TimeSpan.Zero ? delays.Remove(set.Item1) : delays.SetItem(set.Item1, set.Item2),
            (kind, delay)
        );
        IsOn |= delay > TimeSpan.Zero;
    }

    /// <summary>Sets the delay of all kinds of reads.</summary>
    public void DelayAll(TimeSpan delay)
    {
        foreach (var kind in Enum.GetValues<ReadKind>())
        {
            Delay(kind, delay);
        }
    }

    /// <summary>Makes the rest of an asynchronous flow a read of this kind.</summary>
    internal void Begin(ReadKind kind) => _viewedAt.Value = _delays.TryGetValue(kind, out var delay) ? Now() - delay : null;
}

/// <summary>A kind of read. Each may show changes with a delay of its own.</summary>
public enum ReadKind
{
    /// <summary>A search or a count of users of the organization, and the list of version 1.</summary>
    UserSearch,

    /// <summary>One user of the organization.</summary>
    User,

    /// <summary>A group of the organization, or a search of them.</summary>
    Groups,

    /// <summary>The role assignments of a user or a group.</summary>
    RoleAssignments,

    /// <summary>What may be done with an account.</summary>
    Manageability,

    /// <summary>The users of the site.</summary>
    SiteUsers,

    /// <summary>The groups of the site, and their members.</summary>
    SiteGroups,
}
