using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Simulator.Organization;

/// <summary>Whom a user search asks for.</summary>
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

    /// <summary>The people who can match at all: by number, so that a search for one does not look at a million.</summary>
    public IEnumerable<int> Candidates(AtlassianOrganization organization, int start)
    {
        if (AccountIds is not null || Emails is not null)
        {
            IEnumerable<Person?> named = AccountIds is not null
                ? AccountIds.Select(organization.People.Find)
                : Emails!.Select(organization.People.FindByEmail);
            return named.OfType<Person>().Select(person => person.Index).Where(index => index >= start).Distinct().Order();
        }

        return start < organization.People.Count ? Enumerable.Range(start, organization.People.Count - start) : [];
    }

    public bool Matches(Person person, AtlassianOrganization organization) =>
        Among(Status, person.Status)
        && Among(AccountStatus, person.AccountStatus)
        && Among(MembershipStatus, person.MembershipStatus)
        && (ClaimStatus is null || ClaimStatus == person.ClaimStatus)
        && (MfaEnabled is null || MfaEnabled == person.TwoStepVerification)
        && (AccountIds is null || AccountIds.Contains(person.AccountId))
        && (Emails is null || (person.VisibleEmail is { } email && Emails.Contains(email, StringComparer.OrdinalIgnoreCase)))
        && (EmailDomains is null || EmailDomains.Any(person.HasDomain))
        && (DirectoryIds is null || DirectoryIds.Any(id => organization.FindDirectory(id) is not null))
        && (SearchTerm is null || Mentions(person, SearchTerm))

        // Nobody is in a group, holds a role on a resource or has one yet.
        && (GroupIds ?? ResourceIds ?? RoleIds) is null;

    private static bool Among(IReadOnlyList<string>? wanted, string value) => wanted is null || wanted.Contains(value);

    private static bool Mentions(Person person, string term) =>
        person.Name.Contains(term, StringComparison.OrdinalIgnoreCase)
        || person.Nickname.Contains(term, StringComparison.OrdinalIgnoreCase)
        || person.VisibleEmail?.Contains(term, StringComparison.OrdinalIgnoreCase) == true;
}
