using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Users;

/// <summary>Which users are wanted. All criteria must hold; of several values of one criterion, any.</summary>
internal sealed record UserFilter
{
    public IReadOnlyList<TextPattern> Emails { get; init; } = Array.Empty<TextPattern>();

    public IReadOnlyList<TextPattern> Names { get; init; } = Array.Empty<TextPattern>();

    public IReadOnlyList<string> AccountIds { get; init; } = Array.Empty<string>();

    /// <summary>Account ids, e-mail addresses or names.</summary>
    public IReadOnlyList<TextPattern> Users { get; init; } = Array.Empty<TextPattern>();

    public IReadOnlyList<UserStatus> Statuses { get; init; } = Array.Empty<UserStatus>();

    public IReadOnlyList<AccountType> AccountTypes { get; init; } = new[] { AccountType.Person };

    /// <summary>Whether an account that is named by its id is wanted whatever its type: who names an app means it.</summary>
    public bool AnyTypeById { get; init; }

    public bool? Managed { get; init; }

    public bool? TwoStepVerification { get; init; }

    public IReadOnlyList<string> EmailDomains { get; init; } = Array.Empty<string>();

    /// <summary>Names or ids of groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = Array.Empty<string>();

    /// <summary>Names or ids of groups that the user must not be in.</summary>
    public IReadOnlyList<string> NotInGroups { get; init; } = Array.Empty<string>();

    /// <summary>Names or ids of directories.</summary>
    public IReadOnlyList<string> Directories { get; init; } = Array.Empty<string>();

    /// <summary>Keys of applications.</summary>
    public IReadOnlyList<string> Applications { get; init; } = Array.Empty<string>();

    public ActivityFilter? Activity { get; init; }

    public bool IncludeGroups { get; init; }

    public bool IncludeApplications { get; init; }

    public bool IncludeRoles { get; init; }
}

/// <summary>Which activity is wanted, in any application or only in some.</summary>
internal sealed record ActivityFilter
{
    /// <summary>Last active before this date; who never was does not fit.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Last active at or after this date.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Not active since: who never was fits as well, if they could have been.</summary>
    public DateTimeOffset? InactiveSince { get; init; }

    public bool OnlyNever { get; init; }

    /// <summary>When a user was last active in some applications, or in any.</summary>
    public static DateTimeOffset? LastIn(ExternalUser user, IReadOnlyList<string> applications) =>
        applications.Count == 0
            ? user.LastActive
            : user
                .Activity.Where(activity => applications.Contains(activity.Application, StringComparer.OrdinalIgnoreCase))
                .Max(activity => activity.LastActive);

    /// <summary>Whether a user's activity fits; <see langword="null"/> when it is not known, which is not the same as never.</summary>
    public bool? Matches(ExternalUser user, IReadOnlyList<string> applications)
    {
        if (LastIn(user, applications) is not { } date)
        {
            if (!user.ActivityKnown)
            {
                return null;
            }

            if (Before is not null || After is not null || user.AddedToOrganization >= InactiveSince)
            {
                return false;
            }
            // Who came yesterday was not inactive for 90 days. When they came the first thing that they did tells, too; otherwise nobody knows.
            return InactiveSince is null || user.AddedToOrganization is not null || user.Activity.Any(activity => activity.LastActive < InactiveSince)
                ? true
                : null;
        }

        // What is not told may be later than what is, and cannot be earlier.
        if (
            !user.ActivityKnown
            && !OnlyNever
            && (After is null || date < After || Before is not null || InactiveSince is not null)
            && !(date >= Before || date >= InactiveSince)
        )
        {
            return null;
        }

        return !OnlyNever && (Before is null || date < Before) && (After is null || date >= After) && (InactiveSince is null || date < InactiveSince);
    }
}
