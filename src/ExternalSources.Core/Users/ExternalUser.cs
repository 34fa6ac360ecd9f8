using System;
using System.Collections.Generic;
using System.Globalization;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Users;

/// <summary>A user of one source.</summary>
public sealed record ExternalUser
{
    /// <summary>The status of a user if the source does not return one.</summary>
    internal const string UnknownStatus = "Unknown";

    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The account id, which identifies the user in every source.</summary>
    public required string AccountId { get; init; }

    /// <summary>The user's full name.</summary>
    public required string Name { get; init; }

    /// <summary>The e-mail address; <see langword="null"/> if the user's privacy settings hide it.</summary>
    public string? Email { get; init; }

    /// <summary>
    /// Active, Suspended, NotInvited, Deactivated, ForDeletion, or Deleted. The value is Unknown if the service does not return a status. A status that
    /// the module does not recognize is the service's own word. A Jira site returns only Active and Deactivated.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Person, App, Customer, or Unknown. Unknown means that the service returns no type, or a type that the module does not recognize.</summary>
    public required string AccountType { get; init; }

    /// <summary>The service's own word for an account type that the module does not recognize; otherwise <see langword="null"/>.</summary>
    public string? ServiceAccountType { get; init; }

    /// <summary>Whether the organization manages the account; <see langword="null"/> if unknown.</summary>
    public bool? Managed { get; init; }

    /// <summary>
    /// When the user was last active, UTC, in any application or in the applications that were requested. <see langword="null"/> means "never" if
    /// <see cref="ActivityKnown"/> is true; otherwise, the last activity is unknown.
    /// </summary>
    public DateTimeOffset? LastActive { get; init; }

    /// <summary>Whether the source, or an organization that covers the account, records the user's activity.</summary>
    public bool ActivityKnown { get; init; }

    /// <summary>The applications that the user has used, with the last activity in each.</summary>
    public IReadOnlyList<ApplicationActivity> Activity
    {
        get;
        init => field = ReadableList.Of(value, static activity => activity.Text);
    } = ReadableList<ApplicationActivity>.None;

    /// <summary>When the user was added to the organization, UTC; <see langword="null"/> if unknown.</summary>
    public DateTimeOffset? AddedToOrganization { get; init; }

    /// <summary>The user's groups; <see langword="null"/> if they were not requested.</summary>
    public IReadOnlyList<GroupReference>? Groups
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>The applications that the user has access to; <see langword="null"/> if they were not requested.</summary>
    public IReadOnlyList<string>? Applications
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>The applications that groups of the organization grant. An application that is known only from activity may no longer be granted.</summary>
    internal IReadOnlyList<string>? Granted { get; init; }

    /// <summary>Whether the groups may grant more applications than the service returns.</summary>
    internal bool MayBeGrantedMore { get; init; }

    /// <summary>Whether the user has no membership. <see cref="Status"/> does not show this for a deactivated account.</summary>
    internal bool HasNoMembership { get; init; }

    /// <summary>The user's roles in the organization; <see langword="null"/> if they were not requested.</summary>
    public IReadOnlyList<string>? Roles
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>The name of the group that was requested and that the user is a member of; otherwise <see langword="null"/>.</summary>
    public string? MemberOf { get; init; }

    /// <summary>The name of the directory that the user was found in; <see langword="null"/> if no directory was requested.</summary>
    public string? Directory { get; init; }

    /// <summary>Invited or Synced; <see langword="null"/> if unknown. An identity provider overwrites changes to a synced user.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>Whether the user has two-step verification; <see langword="null"/> if unknown.</summary>
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

    /// <summary>The ARI of the application's instance: which site it belongs to. <see langword="null"/> if the service does not return it.</summary>
    public string? ResourceId { get; init; }

    /// <summary>When the user was last active, UTC; <see langword="null"/> if no activity is recorded.</summary>
    public DateTimeOffset? LastActive { get; init; }

    /// <summary>The application's key and the date of the last activity in UTC.</summary>
    internal string Text => LastActive is { } last ? Application + " " + last.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Application;

    /// <summary>The application's key.</summary>
    public override string ToString() => Application;
}

/// <summary>A group that a user is in.</summary>
public sealed record GroupReference
{
    /// <summary>The group's id.</summary>
    public required string Id { get; init; }

    /// <summary>The group's name; <see langword="null"/> if the source does not return it.</summary>
    public string? Name { get; init; }

    /// <summary>The group's name, or its id if the name is unknown.</summary>
    public override string ToString() => Name ?? Id;
}
