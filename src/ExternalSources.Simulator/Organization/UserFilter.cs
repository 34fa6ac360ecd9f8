using System.Collections.Generic;

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

    public bool IsEmpty => this == new UserFilter();
}
