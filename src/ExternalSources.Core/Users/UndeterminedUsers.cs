using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http.Paging;

namespace ExternalSources.Core.Users;

/// <summary>Users that may match a filter, but the source does not return enough data to decide. A list skips them with a warning.</summary>
internal sealed class UndeterminedUsers
{
    // A user of several lists is counted once.
    private readonly IdSet _users = new();
    private readonly SortedSet<UserCriterion> _criteria = new();

    public void Add(ExternalUser user, IEnumerable<UserCriterion> unknown)
    {
        if (_users.Add(user.AccountId))
        {
            _criteria.UnionWith(unknown);
        }
    }

    /// <summary>Writes a warning if there are such users.</summary>
    /// <param name="write">Receives the warning.</param>
    /// <param name="source">The name of the source.</param>
    /// <param name="memberOf">The group whose members are listed; <see langword="null"/> if the list is not of one group.</param>
    /// <param name="filtersActivity">Whether the filter also contains activity, which is not checked for these users.</param>
    public void Warn(Action<string> write, string source, string? memberOf, bool filtersActivity)
    {
        if (_users.Count == 0)
        {
            return;
        }

        var isOne = _users.Count == 1;
        var group = memberOf is null ? string.Empty : $" of the group '{memberOf}'";
        var criteria = string.Join(" and ", _criteria.Select(criterion => "-" + criterion));
        write(
            $"'{source}' does not return whether {Invariant.Count(_users.Count, "user")}{group} {(isOne ? "matches" : "match")} {criteria}. "
                + (isOne ? "This user was skipped" : "These users were skipped")
                + (filtersActivity ? ", and their activity was not checked." : ".")
                + (
                    _criteria.Contains(UserCriterion.AccountType)
                        ? $" To get accounts of unknown type too, add {nameof(AccountType.Unknown)} to -{UserCriterion.AccountType}."
                        : string.Empty
                )
        );
    }
}
