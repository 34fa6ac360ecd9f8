using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Finds out whether the group ids in the records of users are the ids of groups. The documents show them in different forms. If none of the ids belongs to
/// a group, nothing follows from them: a user who seems to be in no group may be in each.
/// </summary>
internal sealed class GroupIdComparison
{
    private readonly OrganizationQueries _queries;
    private volatile bool _isSame;

    public GroupIdComparison(OrganizationQueries queries) => _queries = queries;

    /// <summary>Returns the users. Their groups are unknown if their ids cannot be compared with the ids of groups.</summary>
    /// <param name="users">The users.</param>
    /// <param name="knownIds">The ids of some groups.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<IReadOnlyList<ExternalUser>> CheckAsync(
        IReadOnlyList<ExternalUser> users,
        ICollection<string> knownIds,
        CancellationToken cancellationToken
    )
    {
        if (_isSame)
        {
            return users;
        }

        var ids = users.SelectMany(user => user.Groups ?? []).Select(group => group.Id).Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0 || (_isSame = ids.Any(knownIds.Contains) || await IsAnyAsync(ids, cancellationToken).ConfigureAwait(false)))
        {
            return users;
        }

        return users.Select(user => user.Groups is { Count: > 0 } ? user with { Groups = null } : user).ToArray();
    }

    /// <summary>Looks some of the ids up.</summary>
    private async Task<bool> IsAnyAsync(string[] ids, CancellationToken cancellationToken)
    {
        var some = ids.Take(SearchLimits.Groups.Most("groupIds")).ToArray();
        var found = await Result.OfAsync(() => _queries.GroupsByIdAsync(some, cancellationToken)).ConfigureAwait(false);
        // The service may refuse texts that are not ids of groups.
        return ServiceErrors.StatusOf(found.Failure) is not (400 or 404) && found.Get().Any(group => some.Contains(group.Id));
    }
}
