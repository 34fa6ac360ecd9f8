using System;
using System.Collections.Generic;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Users;

/// <summary>Identifies a user by account id or, if the id is unknown, by e-mail address. With an id, the address only helps to find the user.</summary>
internal sealed record UserKey(string? AccountId, string? Email)
{
    public override string ToString() => AccountId ?? Email ?? string.Empty;
}

/// <summary>The data about users that an action needs.</summary>
internal sealed record StateNeeds
{
    /// <summary>The groups whose memberships are needed.</summary>
    public IReadOnlyList<ExternalGroup> Groups { get; init; } = Array.Empty<ExternalGroup>();

    /// <summary>Whether all groups of the user are needed.</summary>
    public bool AllGroups { get; init; }

    /// <summary>The applications in which the user's roles are needed; an empty list for all; <see langword="null"/> for none.</summary>
    public IReadOnlyList<ApplicationSelector>? RolesIn { get; init; }

    /// <summary>The id of the directory in which the state of the user is needed; <see langword="null"/> for the organization's status alone.</summary>
    public string? DirectoryId { get; init; }

    /// <summary>Whether it must be known which users are administrators.</summary>
    public bool Administrators { get; init; }

    /// <summary>The maximum number of concurrent requests.</summary>
    public int MaxConcurrency { get; init; } = 8;
}

/// <summary>The current state of a user.</summary>
internal sealed record UserState
{
    /// <summary>The state of a user who is not in the directory.</summary>
    public const string NoMembership = "no_membership";

    public required ExternalUser User { get; init; }

    public bool IsAdministrator { get; init; }

    /// <summary>The ids of the user's groups. It contains at least the groups that were requested; other groups may be missing.</summary>
    public required ICollection<string> GroupIds { get; init; }

    /// <summary>The user's roles in the requested applications; <see langword="null"/> if they were not requested or not returned.</summary>
    public IReadOnlyList<RoleAssignment>? Roles { get; init; }

    /// <summary>The user's state in the requested directory: active, suspended, or no_membership; <see langword="null"/> if it is unknown.</summary>
    public string? DirectoryStatus { get; init; }
}

/// <summary>The result of a lookup of a user.</summary>
internal sealed record UserLookup(UserState? State, string? Problem, bool IsUnknown = false);
