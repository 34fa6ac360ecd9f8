using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Users;

/// <summary>Compares users with a filter. Exact values are in hash sets, because the filter and the list may both contain tens of thousands of them.</summary>
internal sealed class UserMatcher
{
    private readonly UserFilter _filter;
    private readonly TextSet _emails;
    private readonly TextSet _names;
    private readonly TextSet _users;
    private readonly HashSet<string> _accountIds;
    private readonly HashSet<string> _statuses;
    private readonly HashSet<string> _accountTypes;

    public UserMatcher(UserFilter filter)
    {
        _filter = filter;
        _emails = new TextSet(filter.Emails);
        _names = new TextSet(filter.Names);
        _users = new TextSet(filter.Users);
        _accountIds = new HashSet<string>(filter.AccountIds, StringComparer.OrdinalIgnoreCase);
        _statuses = new HashSet<string>(filter.Statuses.Select(status => status.ToString()), StringComparer.Ordinal);
        _accountTypes = new HashSet<string>(filter.AccountTypes.Select(type => type.ToString()), StringComparer.Ordinal);
    }

    /// <summary>
    /// Whether a user's own data matches; <see langword="null"/> if this is unknown, because the service does not return the data. Criteria that need
    /// other requests are not checked here.
    /// </summary>
    [MethodImpl(Compilation.Optimized)]
    public bool? Matches(ExternalUser user)
    {
        if (!((_names.IsEmpty || _names.Matches(user.Name)) && (_accountIds.Count == 0 || _accountIds.Contains(user.AccountId))))
        {
            return false;
        }

        var isKnown = true;
        return
            Fits(MatchesType(user))
            && Fits(MatchesEmail(user))
            && Fits(MatchesUser(user))
            && Fits(MatchesStatus(user))
            && Fits(Equal(_filter.Managed, user.Managed))
            && Fits(Equal(_filter.TwoStepVerification, user.TwoStepVerification))
            ? isKnown
                ? true
                : null
            : false;

        bool Fits(bool? result)
        {
            isKnown &= result is not null;
            return result != false;
        }
    }

    /// <summary>The criteria for which it is unknown whether a user matches.</summary>
    public IEnumerable<UserCriterion> UndeterminedCriteria(ExternalUser user)
    {
        if (MatchesType(user) is null)
        {
            yield return UserCriterion.AccountType;
        }

        if (MatchesEmail(user) is null && _emails.HasWildcards)
        {
            yield return UserCriterion.Email;
        }

        if (MatchesEmail(user) is null && _filter.EmailDomains.Count > 0)
        {
            yield return UserCriterion.EmailDomain;
        }

        if (MatchesUser(user) is null)
        {
            yield return UserCriterion.User;
        }

        if (MatchesStatus(user) is null)
        {
            yield return UserCriterion.Status;
        }

        if (Equal(_filter.Managed, user.Managed) is null)
        {
            yield return UserCriterion.Managed;
        }

        if (Equal(_filter.TwoStepVerification, user.TwoStepVerification) is null)
        {
            yield return UserCriterion.TwoStepVerification;
        }
    }

    private static bool? Equal(bool? wanted, bool? actual) =>
        wanted is null ? true
        : actual is null ? null
        : wanted == actual;

    private bool? MatchesType(ExternalUser user) =>
        _accountTypes.Count == 0
        || _accountTypes.Contains(user.AccountType)
        || (_filter.AnyTypeById && (_accountIds.Count > 0 || _users.HasExact(user.AccountId)))
            ? true
        : user.AccountType == nameof(AccountType.Unknown) ? null
        : false;

    private bool? MatchesEmail(ExternalUser user)
    {
        if (_emails.IsEmpty && _filter.EmailDomains.Count == 0)
        {
            return true;
        }

        // An exact address that is not found is an error of its own, so a hidden address does not match it.
        if (user.Email is null)
        {
            return _filter.EmailDomains.Count > 0 || _emails.HasWildcards ? null : false;
        }

        return (_emails.IsEmpty || _emails.Matches(user.Email)) && (_filter.EmailDomains.Count == 0 || IsInDomain(user.Email));
    }

    private bool? MatchesUser(ExternalUser user)
    {
        if (_users.IsEmpty || _users.HasExact(user.AccountId) || _users.Matches(user.Email) || _users.Matches(user.Name))
        {
            return true;
        }

        return user.Email is null && _users.HasWildcardOfAddresses ? null : false;
    }

    private bool? MatchesStatus(ExternalUser user) =>
        _statuses.Count == 0 || _statuses.Contains(user.Status) ? true
        : user.Status == ExternalUser.UnknownStatus ? null
        : false;

    private bool IsInDomain(string email) => _filter.EmailDomains.Any(domain => email.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase));

    /// <summary>A set of exact texts and wildcards.</summary>
    private sealed class TextSet
    {
        private readonly HashSet<string> _exact;
        private readonly TextPattern[] _wildcards;

        public TextSet(IReadOnlyList<TextPattern> patterns)
        {
            _exact = new HashSet<string>(patterns.Where(pattern => pattern.IsExact).Select(pattern => pattern.Text), StringComparer.OrdinalIgnoreCase);
            _wildcards = patterns.Where(pattern => !pattern.IsExact).ToArray();
            HasWildcardOfAddresses = _wildcards.Any(wildcard => wildcard.Text.IndexOf('@') >= 0);
        }

        public bool IsEmpty => _exact.Count == 0 && _wildcards.Length == 0;

        public bool HasWildcards => _wildcards.Length > 0;

        /// <summary>Whether a wildcard is meant for addresses. Other wildcards are meant for names, so a hidden address cannot match them.</summary>
        public bool HasWildcardOfAddresses { get; }

        public bool HasExact(string text) => _exact.Contains(text);

        [MethodImpl(Compilation.Optimized)]
        public bool Matches(string? text)
        {
            if (text is null)
            {
                return false;
            }

            text = TextForm.Composed(text);
            if (_exact.Count > 0 && _exact.Contains(text))
            {
                return true;
            }

            foreach (var wildcard in _wildcards)
            {
                if (wildcard.MatchesComposed(text))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
