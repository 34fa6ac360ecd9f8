using System;
using System.Collections.Generic;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Users;

/// <summary>How somebody named a user: by account id or, where that is not known, by e-mail address.</summary>
internal sealed record UserKey(string? AccountId, string? Email)
{
    public override string ToString() => AccountId ?? Email ?? string.Empty;
}

/// <summary>What has to be known of users before something is done to them.</summary>
internal sealed record StateNeeds
{
    /// <summary>Whether the user's membership of these groups is wanted.</summary>
    public IReadOnlyList<ExternalGroup> Groups { get; init; } = Array.Empty<ExternalGroup>();

    /// <summary>Whether all of the user's groups are wanted, whichever they are.</summary>
    public bool AllGroups { get; init; }

    /// <summary>The directory whose view of the user counts; <see langword="null"/> for the organization's.</summary>
    public string? DirectoryId { get; init; }

    /// <summary>Whether it has to be known who is an administrator.</summary>
    public bool Administrators { get; init; }

    /// <summary>How many requests are under way at the same time.</summary>
    public int MaxConcurrency { get; init; } = 8;
}

/// <summary>A user as they are at this moment.</summary>
internal sealed record UserState
{
    public required ExternalUser User { get; init; }

    public bool IsAdministrator { get; init; }

    /// <summary>The ids of the groups that the user is in: those that were asked for at least. Where none were it may say less than there is.</summary>
    public required ICollection<string> GroupIds { get; init; }
}

/// <summary>What looking a user up came to.</summary>
internal sealed record UserLookup(UserState? State, string? Problem, bool IsUnknown = false);
