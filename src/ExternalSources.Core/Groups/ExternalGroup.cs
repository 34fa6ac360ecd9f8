using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Groups;

/// <summary>A group of one source.</summary>
public sealed record ExternalGroup
{
    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The group's id. It never changes, but the name can.</summary>
    public required string Id { get; init; }

    /// <summary>The group's name.</summary>
    public required string Name { get; init; }

    /// <summary>The group's description; <see langword="null"/> if it has none.</summary>
    public string? Description { get; init; }

    /// <summary>The id of the directory that the group belongs to; <see langword="null"/> if the source has no directories.</summary>
    public string? Directory { get; init; }

    /// <summary>The number of members; <see langword="null"/> if it was not requested.</summary>
    public int? MemberCount { get; init; }

    /// <summary>
    /// The number of resources that the group grants access to; <see langword="null"/> if it was not requested. If it is zero, the applications need not
    /// be requested.
    /// </summary>
    internal int? Resources { get; init; }

    /// <summary>
    /// Whether an identity provider manages the group. Only the identity provider can then change its members. <see langword="null"/> if unknown.
    /// </summary>
    public bool? ExternallySynced { get; init; }

    /// <summary>
    /// The keys of the applications that the group grants a seat of; <see langword="null"/> if they were not requested, or if the group grants
    /// applications but the source returns none of them. A role that needs no seat, such as customer, is only in <see cref="Grants"/>.
    /// </summary>
    public IReadOnlyList<string>? Applications
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>The roles that members get, billable or not; <see langword="null"/> if they were not requested. Only organizations return them.</summary>
    public IReadOnlyList<RoleGrant>? Grants
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>Whether the group may grant more applications than the source returns.</summary>
    internal bool MayGrantMore { get; init; }

    /// <summary>The group's name.</summary>
    public override string ToString() => Name;
}

/// <summary>A directory of an organization, which contains users and their groups.</summary>
public sealed record ExternalDirectory
{
    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The directory's id.</summary>
    public required string Id { get; init; }

    /// <summary>The directory's name.</summary>
    public required string Name { get; init; }

    /// <summary>The directory's name.</summary>
    public override string ToString() => Name;
}
