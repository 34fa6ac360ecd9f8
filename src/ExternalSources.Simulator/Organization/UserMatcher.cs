using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Organization;

/// <summary>A filter whose ids are resolved once. It checks cheap conditions first, so that most people are skipped without being generated.</summary>
internal sealed class UserMatcher
{
    private readonly UserFilter _filter;
    private readonly AtlassianOrganization _organization;
    private readonly OrganizationCall _call;
    private readonly int[]? _directories;
    private readonly int[]? _groups;
    private readonly HashSet<string>? _accountIds;
    private readonly HashSet<string>? _emails;
    private readonly bool _asksForPerson;

    public UserMatcher(OrganizationCall call, UserFilter filter)
    {
        (_call, _filter, _organization) = (call, filter, call.Organization);
        _directories = filter.DirectoryIds?.Select(_organization.NumberOfDirectory).Where(number => number >= 0).ToArray();
        _groups = filter.GroupIds?.Select(_organization.Groups.Find).OfType<AtlassianGroup>().Select(group => group.Index).Distinct().ToArray();
        _accountIds = filter.AccountIds?.ToHashSet(StringComparer.Ordinal);
        _emails = filter.Emails?.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _asksForPerson = (_accountIds ?? (object?)_emails ?? filter.EmailDomains ?? (object?)filter.SearchTerm) is not null;
    }

    /// <summary>Whether everybody in the directory matches.</summary>
    public bool IsOpen => _filter.IsEmpty && _call.Directory is null or 0;

    /// <summary>The people who match, from a place on, each with the next place. A place stays valid when people are added or deleted.</summary>
    public IEnumerable<(int Person, int Place)> From(int place)
    {
        if (_accountIds is not null || _emails is not null)
        {
            var named = _accountIds is not null ? _accountIds.Select(_organization.People.Find) : _emails!.Select(_organization.People.FindByEmail);
            return named
                .OfType<Person>()
                .Select(person => person.Index)
                .Where(index => index >= place)
                .Distinct()
                .Order()
                .Where(Matches)
                .Select(index => (index, index + 1));
        }

        return _groups is null ? _organization.People.IndexesFrom(place).Where(Matches).Select(index => (index, index + 1)) : MembersFrom(place);
    }

    public bool Matches(int index)
    {
        var traits = _organization.People.TraitsOf(index);
        return Among(_filter.Status, traits.Status)
            && Among(_filter.AccountStatus, traits.AccountStatus)
            && Among(_filter.MembershipStatus, traits.MembershipStatus)
            && (_filter.ClaimStatus is null || _filter.ClaimStatus == (traits.Managed ? "managed" : "unmanaged"))
            && (_filter.MfaEnabled is null || _filter.MfaEnabled == traits.TwoStepVerification)
            && (_call.Directory is null or 0 || _organization.IsInDirectory(index, _call.Directory.Value))
            && (_directories is null || _directories.Any(directory => _organization.IsInDirectory(index, directory)))
            && (_groups is null || _groups.Any(group => _organization.Groups.IsMember(group, index)))
            && UserRoles.Match(_call, index, traits, _filter.ResourceIds, _filter.RoleIds)
            && (!_asksForPerson || Matches(_organization.People[index]));
    }

    private static bool Among(IReadOnlyList<string>? wanted, string value) => wanted is null || wanted.Contains(value);

    private static bool Mentions(Person person, string term) =>
        person.Name.Contains(term, StringComparison.OrdinalIgnoreCase)
        || person.Nickname.Contains(term, StringComparison.OrdinalIgnoreCase)
        || person.VisibleEmail?.Contains(term, StringComparison.OrdinalIgnoreCase) == true;

    private bool Matches(Person person) =>
        (_accountIds is null || _accountIds.Contains(person.AccountId))
        && (_emails is null || (person.VisibleEmail is { } email && _emails.Contains(email)))
        && (_filter.EmailDomains is null || _filter.EmailDomains.Any(person.HasDomain))
        && (_filter.SearchTerm is null || Mentions(person, _filter.SearchTerm));

    /// <summary>The members of each group in turn. A person in several groups is returned once, with the first group.</summary>
    private IEnumerable<(int Person, int Place)> MembersFrom(int place)
    {
        var first = 0;
        for (var at = 0; at < _groups!.Length; at++)
        {
            var members = _organization.Groups.MembersOf(_groups[at]);
            for (var within = Math.Max(0, place - first); within < members.Places; within++)
            {
                var person = members.At(within, MemberView.Organization);
                if (person >= 0 && Matches(person) && !_groups.AsSpan(0, at).ToArray().Any(group => _organization.Groups.IsMember(group, person)))
                {
                    yield return (person, first + within + 1);
                }
            }

            first += members.Places;
        }
    }
}
