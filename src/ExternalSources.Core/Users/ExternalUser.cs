using System;
using System.Collections.Generic;
using System.Globalization;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Users;

/// <summary>A user as one source sees them.</summary>
public sealed record ExternalUser
{
    /// <summary>The state of a user of whom the source does not tell it.</summary>
    internal const string UnknownStatus = "Unknown";

    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Identifies the user in every source.</summary>
    public required string AccountId { get; init; }

    /// <summary>The user's full name.</summary>
    public required string Name { get; init; }

    /// <summary>The e-mail address; <see langword="null"/> where the user's privacy settings hide it.</summary>
    public string? Email { get; init; }

    /// <summary>Active, Suspended, NotInvited, Deactivated, ForDeletion or Deleted; or the service's own word where it has a new one, and Unknown where it tells none. A Jira site tells only Active and Deactivated.</summary>
    public required string Status { get; init; }

    /// <summary>Person, App or Customer; or the service's own word where it has a new one.</summary>
    public required string AccountType { get; init; }

    /// <summary>Whether the organization manages the account; <see langword="null"/> where the source does not tell.</summary>
    public bool? Managed { get; init; }

    /// <summary>When the user was last active, UTC: in any application, or in those that were asked for. <see langword="null"/> when nothing is recorded; <see cref="ActivityKnown"/> tells whether that means "never".</summary>
    public DateTimeOffset? LastActive { get; init; }

    /// <summary>Whether the source, or an organization that covers the account, records the user's activity.</summary>
    public bool ActivityKnown { get; init; }

    /// <summary>The applications that the user has used, each with its last activity.</summary>
    public IReadOnlyList<ApplicationActivity> Activity
    {
        get;
        init => field = ReadableList.Of(value, static activity => activity.Text);
    } = ReadableList<ApplicationActivity>.None;

    /// <summary>When the user was added to the organization.</summary>
    public DateTimeOffset? AddedToOrganization { get; init; }

    /// <summary>The user's groups, when they were asked for.</summary>
    public IReadOnlyList<GroupReference>? Groups
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>The applications that the user may use, used or not, when they were asked for.</summary>
    public IReadOnlyList<string>? Applications
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>Those of them that groups in the organization grant: what is known from activity alone may be over.</summary>
    internal IReadOnlyList<string>? Granted { get; init; }

    /// <summary>Whether the groups may grant more than is told.</summary>
    internal bool MayBeGrantedMore { get; init; }

    /// <summary>Whether the user has no membership, which <see cref="Status"/> does not tell of accounts that are deactivated.</summary>
    internal bool HasNoMembership { get; init; }

    /// <summary>The user's roles in the organization, when they were asked for.</summary>
    public IReadOnlyList<string>? Roles
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>The name of the group that the user was listed as a member of, when one group was asked for.</summary>
    public string? MemberOf { get; init; }

    /// <summary>The name of the directory that the user was found in, when directories were asked for: the service does not tell it of anybody otherwise.</summary>
    public string? Directory { get; init; }

    /// <summary>Invited or Synced; <see langword="null"/> where the source does not tell. An identity provider undoes changes to a synced user.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>Whether the user has two-step verification; <see langword="null"/> where the source does not tell.</summary>
    public bool? TwoStepVerification { get; init; }

    /// <summary>The job title.</summary>
    public string? JobTitle { get; init; }

    /// <summary>The department.</summary>
    public string? Department { get; init; }

    /// <summary>The location.</summary>
    public string? Location { get; init; }

    /// <summary>The user's name.</summary>
    public override string ToString() => Name;
}

/// <summary>When a user was last active in an application.</summary>
public sealed record ApplicationActivity
{
    /// <summary>The application's key, such as jira-software.</summary>
    public required string Application { get; init; }

    /// <summary>The last activity, UTC; <see langword="null"/> when none is recorded.</summary>
    public DateTimeOffset? LastActive { get; init; }

    /// <summary>The application's key, and the day of the last activity, UTC.</summary>
    internal string Text => LastActive is { } last ? Application + " " + last.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Application;

    /// <summary>The application's key.</summary>
    public override string ToString() => Application;
}

/// <summary>A group that a user is in.</summary>
public sealed record GroupReference
{
    /// <summary>The group's id.</summary>
    public required string Id { get; init; }

    /// <summary>The group's name.</summary>
    public string? Name { get; init; }

    /// <summary>The group's name.</summary>
    public override string ToString() => Name ?? Id;
}
