using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Sources;

/// <summary>What an exemption names.</summary>
public enum ExemptionKind
{
    /// <summary>A user, by account id.</summary>
    User,

    /// <summary>Users, by e-mail address; wildcards are permitted.</summary>
    Email,

    /// <summary>A group, by name or id: its memberships are left alone.</summary>
    Group,
}

/// <summary>Something that bulk actions leave alone.</summary>
public sealed record ExternalExemption
{
    /// <summary>Identifies the exemption.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it names.</summary>
    public required ExemptionKind Kind { get; init; }

    /// <summary>The account id, e-mail address or pattern, or group.</summary>
    public required string Value { get; init; }

    /// <summary>The sources that it holds for; all when empty.</summary>
    public IReadOnlyList<string> Source
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>The actions that it holds for; all when empty.</summary>
    public IReadOnlyList<ExternalAction> Action
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<ExternalAction>.None;

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Who added it.</summary>
    public required string AddedBy { get; init; }

    /// <summary>When it was added, UTC.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>What it names.</summary>
    public override string ToString() => $"{Kind} {Value}";
}
