using System;

namespace ExternalSources.Simulator.Organization;

/// <summary>The parameters of a user search.</summary>
internal sealed record UserQuery
{
    public const int DefaultLimit = 50;

    public UserFilter Filter { get; init; } = new();

    public string? Cursor { get; init; }

    public int Limit { get; init; } = DefaultLimit;

    public UserExpansions Expand { get; init; }

    /// <summary>Sorts by nickname, descending or ascending; null keeps the order of the list.</summary>
    public bool? Descending { get; init; }

    /// <summary>The search without its cursor and page size. A cursor is valid only for the same search.</summary>
    public string List { get; init; } = "";
}

/// <summary>The parts that a user search returns in addition to the account.</summary>
[Flags]
internal enum UserExpansions
{
    None = 0,
    PlatformRoles = 1,
    Counts = 2,
    ProductAccess = 4,
    Groups = 8,
}
