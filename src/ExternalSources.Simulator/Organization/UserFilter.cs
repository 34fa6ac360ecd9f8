using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Simulator.Organization;

/// <summary>The filter of a user search.</summary>
internal sealed record UserFilter
{
    public IReadOnlyList<string>? AccountIds { get; init; }

    public IReadOnlyList<string>? DirectoryIds { get; init; }

    public IReadOnlyList<string>? ResourceIds { get; init; }

    public IReadOnlyList<string>? GroupIds { get; init; }

    public IReadOnlyList<string>? RoleIds { get; init; }

    public IReadOnlyList<string>? EmailDomains { get; init; }

    public IReadOnlyList<string>? Emails { get; init; }

    public IReadOnlyList<string>? Status { get; init; }

    public IReadOnlyList<string>? AccountStatus { get; init; }

    public IReadOnlyList<string>? MembershipStatus { get; init; }

    public string? ClaimStatus { get; init; }

    public string? SearchTerm { get; init; }

    public bool? MfaEnabled { get; init; }

    /// <summary>Whether managed accounts that are in no directory match, as far as the filter shows.</summary>
    public bool IncludesOutsiders =>
        (AccountIds ?? DirectoryIds ?? ResourceIds ?? GroupIds ?? RoleIds ?? EmailDomains) is null
        && SearchTerm is null
        && ClaimStatus != "unmanaged"
        && MfaEnabled != true
        && Status?.Contains("not_invited") != false
        && AccountStatus?.Contains("active") != false
        && MembershipStatus?.Contains("no_membership") != false;

    public bool IsEmpty => this == new UserFilter();
}
