using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Users;

/// <summary>Selects users. A user must match every criterion, and any value of each criterion.</summary>
internal sealed record UserFilter
{
    public IReadOnlyList<TextPattern> Emails { get; init; } = Array.Empty<TextPattern>();

    public IReadOnlyList<TextPattern> Names { get; init; } = Array.Empty<TextPattern>();

    public IReadOnlyList<string> AccountIds { get; init; } = Array.Empty<string>();

    /// <summary>Account ids, e-mail addresses or names.</summary>
    public IReadOnlyList<TextPattern> Users { get; init; } = Array.Empty<TextPattern>();

    public IReadOnlyList<UserStatus> Statuses { get; init; } = Array.Empty<UserStatus>();

    /// <summary>The types of accounts. An account of unknown type may be a person, so it is listed by default.</summary>
    public IReadOnlyList<AccountType> AccountTypes { get; init; } = new[] { AccountType.Person, AccountType.Unknown };

    /// <summary>Whether an account that is selected by its id matches with any account type: an admin who gives an app's id wants that app.</summary>
    public bool AnyTypeById { get; init; }

    public bool? Managed { get; init; }

    public bool? TwoStepVerification { get; init; }

    public IReadOnlyList<string> EmailDomains { get; init; } = Array.Empty<string>();

    /// <summary>Names or ids of groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = Array.Empty<string>();

    /// <summary>Names or ids of groups. Their members do not match.</summary>
    public IReadOnlyList<string> NotInGroups { get; init; } = Array.Empty<string>();

    /// <summary>Names or ids of directories.</summary>
    public IReadOnlyList<string> Directories { get; init; } = Array.Empty<string>();

    /// <summary>The applications of which a user must hold a seat.</summary>
    public IReadOnlyList<ApplicationSelector> Applications { get; init; } = Array.Empty<ApplicationSelector>();

    /// <summary>The names, addresses or ARIs of workspaces. They limit the applications to instances.</summary>
    public IReadOnlyList<string> Workspaces { get; init; } = Array.Empty<string>();

    /// <summary>Whether users match who have a role in the applications that needs no seat.</summary>
    public bool IncludeUnbilled { get; init; }

    public ActivityFilter? Activity { get; init; }

    public bool IncludeGroups { get; init; }

    public bool IncludeApplications { get; init; }

    public bool IncludeRoles { get; init; }
}

/// <summary>Selects users by their last activity, in any application or in some applications.</summary>
internal sealed record ActivityFilter
{
    /// <summary>Matches users who were last active before this date. Users who were never active do not match.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Matches users who were last active on or after this date.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Matches users who were not active since this date. Users who were never active match if they were added before it.</summary>
    public DateTimeOffset? InactiveSince { get; init; }

    /// <summary>Matches only users who were never active.</summary>
    public bool OnlyNever { get; init; }

    /// <summary>When a user was last active in these applications, or in any if the list is empty; <see langword="null"/> if no activity is known.</summary>
    public static DateTimeOffset? LastIn(ExternalUser user, IReadOnlyList<ApplicationSelector> applications) =>
        applications.Count == 0
            ? user.LastActive
            : user
                .Activity.Where(activity => applications.Any(application => application.Matches(activity.ResourceId, activity.Application) == true))
                .Max(activity => activity.LastActive);

    /// <summary>Whether the service says when a user was active in the applications. An activity on an unknown site may be the one that counts.</summary>
    private static bool IsKnown(ExternalUser user, IReadOnlyList<ApplicationSelector> applications) =>
        user.ActivityKnown
        && (
            applications.Count == 0
            || !user.Activity.Any(activity => applications.Any(application => application.Matches(activity.ResourceId, activity.Application) is null))
        );

    /// <summary>Whether a user's activity matches; <see langword="null"/> if it is unknown, which does not mean never.</summary>
    public bool? Matches(ExternalUser user, IReadOnlyList<ApplicationSelector> applications)
    {
        var isKnown = IsKnown(user, applications);
        if (LastIn(user, applications) is not { } date)
        {
            if (!isKnown)
            {
                return null;
            }

            if (Before is not null || After is not null || user.AddedToOrganization >= InactiveSince)
            {
                return false;
            }

            // A user who was added yesterday was not inactive for 90 days. The first activity also limits when the user was added. Otherwise, it is unknown.
            return InactiveSince is null || user.AddedToOrganization is not null || user.Activity.Any(activity => activity.LastActive < InactiveSince)
                ? true
                : null;
        }

        // Activity that the service does not return may be later than the known activity, but not earlier.
        if (
            !isKnown
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
