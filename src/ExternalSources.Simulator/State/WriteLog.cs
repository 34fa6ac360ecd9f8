using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace ExternalSources.Simulator.State;

/// <summary>Every write that changed something, in order: so that a test can tell what was done twice.</summary>
public sealed class WriteLog
{
    private readonly ConcurrentQueue<AcceptedWrite> _writes = new();
    private readonly Func<DateTimeOffset> _now;

    internal WriteLog(Func<DateTimeOffset> now) => _now = now;

    public IReadOnlyList<AcceptedWrite> Snapshot() => [.. _writes];

    public void Clear() => _writes.Clear();

    internal void Note(string kind, string accountId, string? groupId = null) => _writes.Enqueue(new AcceptedWrite(_now(), kind, accountId, groupId));
}

/// <summary>A write that changed something.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">For instance <c>add-member</c> or <c>disable</c>.</param>
/// <param name="AccountId">Whom it was about; the key of an issue.</param>
/// <param name="GroupId">The group, for memberships; the token's id, for tokens.</param>
public sealed record AcceptedWrite(DateTimeOffset At, string Kind, string AccountId, string? GroupId);
