using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace ExternalSources.Simulator.State;

/// <summary>All writes that changed something, in order, so that a test can find repeated writes.</summary>
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
/// <param name="At">When the change was made.</param>
/// <param name="Kind">The kind of change, for example <c>add-member</c> or <c>disable</c>.</param>
/// <param name="AccountId">The account id of the user; for an issue, its key.</param>
/// <param name="GroupId">For memberships, the group id; for tokens, the token id.</param>
public sealed record AcceptedWrite(DateTimeOffset At, string Kind, string AccountId, string? GroupId);
