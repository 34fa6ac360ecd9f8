using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Sources;

/// <summary>The kind of object that an exemption protects.</summary>
public enum ExemptionKind
{
    /// <summary>A user, identified by account id.</summary>
    User,

    /// <summary>Users, identified by e-mail address. Wildcards are permitted.</summary>
    Email,

    /// <summary>A group, identified by name or id. Its memberships do not change.</summary>
    Group,
}

/// <summary>A user, a set of users, or a group that bulk actions never change.</summary>
public sealed record ExternalExemption
{
    /// <summary>The exemption's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The kind of object that the exemption protects.</summary>
    public required ExemptionKind Kind { get; init; }

    /// <summary>The account id, the e-mail address or wildcard pattern, or the group's name or id.</summary>
    public required string Value { get; init; }

    /// <summary>The names of the sources that the exemption applies to; empty for all sources.</summary>
    public IReadOnlyList<string> Source
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>The actions that the exemption applies to; empty for all actions.</summary>
    public IReadOnlyList<ExternalAction> Action
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<ExternalAction>.None;

    /// <summary>The reason for the exemption.</summary>
    public required string Reason { get; init; }

    /// <summary>Who added it.</summary>
    public required string AddedBy { get; init; }

    /// <summary>When it was added, UTC.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The kind and the value of the exemption.</summary>
    public override string ToString() => $"{Kind} {Value}";
}
