using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Groups;

/// <summary>A group as one source sees it.</summary>
public sealed record ExternalGroup
{
    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Identifies the group for good; its name can change.</summary>
    public required string Id { get; init; }

    /// <summary>The group's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the group is for, where somebody wrote it down.</summary>
    public string? Description { get; init; }

    /// <summary>The id of the directory that the group belongs to; <see langword="null"/> where the source has no directories.</summary>
    public string? Directory { get; init; }

    /// <summary>How many members the group has, when that was asked for.</summary>
    public int? MemberCount { get; init; }

    /// <summary>In how many places the group grants something, when that was asked for: where it is nothing nobody need ask what.</summary>
    internal int? Resources { get; init; }

    /// <summary>Whether an identity provider owns the group, so that its members cannot be changed here; <see langword="null"/> where the source does not tell.</summary>
    public bool? ExternallySynced { get; init; }

    /// <summary>The keys of the applications that the group grants; <see langword="null"/> when that was not asked for, or the source tells none although there are some.</summary>
    public IReadOnlyList<string>? Applications
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>Whether the source does not tell all that the group grants.</summary>
    internal bool MayGrantMore { get; init; }

    /// <summary>The group's name.</summary>
    public override string ToString() => Name;
}

/// <summary>A directory of an organization: a set of users with their groups.</summary>
public sealed record ExternalDirectory
{
    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Identifies the directory.</summary>
    public required string Id { get; init; }

    /// <summary>The directory's name.</summary>
    public required string Name { get; init; }

    /// <summary>The directory's name.</summary>
    public override string ToString() => Name;
}
