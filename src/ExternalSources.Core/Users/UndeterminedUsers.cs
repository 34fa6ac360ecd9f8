using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http.Paging;

namespace ExternalSources.Core.Users;

/// <summary>Users of whom a source does not tell whether they fit a filter, which is not the same as no: a list leaves them out, and says so.</summary>
internal sealed class UndeterminedUsers
{
    // Somebody of several lists is told of once.
    private readonly IdSet _users = new();
    private readonly SortedSet<UserCriterion> _criteria = new();

    public void Add(ExternalUser user, IEnumerable<UserCriterion> unknown)
    {
        if (_users.Add(user.AccountId))
        {
            _criteria.UnionWith(unknown);
        }
    }

    /// <summary>Tells of them.</summary>
    /// <param name="warn">Takes the warning.</param>
    /// <param name="source">The source.</param>
    /// <param name="memberOf">The group whose members the list is, if it is that of one.</param>
    /// <param name="asksActivity">Whether the filter asks for activity as well, which nobody looked at for them.</param>
    public void Tell(Action<string> warn, string source, string? memberOf, bool asksActivity)
    {
        if (_users.Count == 0)
        {
            return;
        }

        var whose = memberOf is null ? string.Empty : $" of the group '{memberOf}'";
        warn(
            $"'{source}' does not tell whether {Invariant.Count(_users.Count, "user")}{whose} {(_users.Count == 1 ? "fits" : "fit")} {string.Join(" and ", _criteria.Select(criterion => "-" + criterion))}: none of them was selected there{(asksActivity ? ", and nobody looked when they were active" : string.Empty)}."
        );
    }
}
