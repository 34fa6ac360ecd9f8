using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.People;

/// <summary>One account. Dates are days before the start of the simulator, so that a person does not depend on the current date.</summary>
public sealed record Person
{
    public required int Index { get; init; }

    public required string AccountId { get; init; }

    public AccountKind Kind { get; init; }

    public required string Name { get; init; }

    public required string Nickname { get; init; }

    /// <summary>The e-mail address; null when the account has none.</summary>
    public string? Email { get; init; }

    /// <summary>Whether privacy settings hide the e-mail address. The APIs then do not return it.</summary>
    public bool EmailHidden { get; init; }

    public bool EmailVerified { get; init; }

    public bool Managed { get; init; }

    public AccountState Account { get; init; }

    /// <summary>The state that combines all directories: active in one, suspended in all of them, or in none.</summary>
    public MembershipState Membership { get; init; }

    /// <summary>The states by directory, where they differ; null when the person has the same state in each directory.</summary>
    public ImmutableDictionary<int, MembershipState>? DirectoryStates { get; init; }

    public bool ForDeletion { get; init; }

    /// <summary>When the account is deleted permanently; null without a request for deletion.</summary>
    public DateTimeOffset? DeleteAt { get; init; }

    /// <summary><c>invited</c>, <c>synced</c> (an identity provider owns the account), or null.</summary>
    public string? ManagementSource { get; init; }

    public bool TwoStepVerification { get; init; }

    public string? JobTitle { get; init; }

    public string? Department { get; init; }

    public string? Location { get; init; }

    public required string TimeZone { get; init; }

    public required string Locale { get; init; }

    public int JoinedDaysAgo { get; init; }

    public int? DeactivatedDaysAgo { get; init; }

    /// <summary>The days since the last activity; null when none was recorded.</summary>
    public int? JiraDaysAgo { get; init; }

    public int? ConfluenceDaysAgo { get; init; }

    public int? ServiceDeskDaysAgo { get; init; }

    public int? DiscoveryDaysAgo { get; init; }

    /// <summary>Whether the site shows the account as active; null when it follows the organization. The site can lag behind the organization.</summary>
    public bool? ActiveOnSite { get; init; }

    public bool OrganizationAdministrator { get; init; }

    /// <summary>An account type that the documents do not list; null is the documented one of the kind.</summary>
    public string? UndocumentedType { get; init; }

    public string AccountType =>
        UndocumentedType
        ?? Kind switch
        {
            AccountKind.App => "app",
            AccountKind.Customer => "customer",
            _ => "atlassian",
        };

    public string ClaimStatus => Managed ? "managed" : "unmanaged";

    public string AccountStatus => PersonTraits.Of(this).AccountStatus;

    public string MembershipStatus => PersonTraits.Of(this).MembershipStatus;

    /// <summary>The status in the organization's console. It combines the states of the account and the membership.</summary>
    public string Status => PersonTraits.Of(this).Status;

    /// <summary>The value of <c>active</c> on the site.</summary>
    public bool IsActiveOnSite => ActiveOnSite ?? (Account == AccountState.Active && Membership == MembershipState.Active);

    /// <summary>The e-mail address as the APIs return it.</summary>
    public string? VisibleEmail => EmailHidden && !Managed ? null : Email;

    /// <summary>
    /// The days since the last activity in an application; null when none was recorded. On sites other than the first, every third person was never active,
    /// and the others were active a month earlier for each site.
    /// </summary>
    public int? LastActiveDaysAgo(AtlassianApplication application) =>
        application.Site == 0 ? LastActiveDaysAgo(application.Key)
        : Index % 3 == 0 ? null
        : LastActiveDaysAgo(application.Key) + (30 * application.Site);

    /// <summary>The state in a directory.</summary>
    public MembershipState StateIn(int directory) => DirectoryStates is { } states && states.TryGetValue(directory, out var state) ? state : Membership;

    /// <summary>The person with another state in one directory.</summary>
    /// <param name="directory">The index of the directory.</param>
    /// <param name="state">The state.</param>
    /// <param name="directories">The indexes of all directories that the person is in.</param>
    public Person WithStateIn(int directory, MembershipState state, IEnumerable<int> directories)
    {
        var states = directories.ToImmutableDictionary(index => index, index => index == directory ? state : StateIn(index));
        return this with
        {
            DirectoryStates = states,
            Membership =
                states.ContainsValue(MembershipState.Active) ? MembershipState.Active
                : states.ContainsValue(MembershipState.Suspended) ? MembershipState.Suspended
                : MembershipState.None,
        };
    }

    /// <summary>The days since the last activity in an application of the first site; null when none was recorded.</summary>
    public int? LastActiveDaysAgo(string application) =>
        application switch
        {
            "jira-software" => JiraDaysAgo,
            "confluence" => ConfluenceDaysAgo,
            "jira-servicedesk" => ServiceDeskDaysAgo,
            "jira-product-discovery" => DiscoveryDaysAgo,
            _ => null,
        };

    public bool HasDomain(string domain) =>
        VisibleEmail is { } email && email.AsSpan(email.LastIndexOf('@') + 1).Equals(domain, StringComparison.OrdinalIgnoreCase);
}
