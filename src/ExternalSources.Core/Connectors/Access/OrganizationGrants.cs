using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>
/// Knows which applications the groups of an organization grant. The service tells it of one group at a time, so each group is asked about once,
/// when the first of its members turns up, and only if it grants anything: one person costs two or three requests, and all people as many as
/// there are groups that grant something, and a few.
/// </summary>
internal sealed class OrganizationGrants
{
    private const int GroupsARequest = 50;

    private readonly OrganizationLists _lists;
    private readonly int _ahead;
    private readonly Dictionary<string, IReadOnlyList<string>> _granted = new(StringComparer.OrdinalIgnoreCase);

    public OrganizationGrants(OrganizationLists lists, int ahead)
    {
        _lists = lists;
        _ahead = ahead;
    }

    /// <summary>The same users with their applications: those that their groups grant, used or not, and those that they used without a group.</summary>
    public async Task<IReadOnlyList<ExternalUser>> AddToAsync(IReadOnlyList<ExternalUser> users, CancellationToken cancellationToken)
    {
        var unknown = users.SelectMany(Groups).Where(id => !_granted.ContainsKey(id)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        foreach (var ids in Slices.Of(unknown, GroupsARequest))
        {
            foreach (var id in ids)
                _granted[id] = Array.Empty<string>();
            foreach (var group in await _lists.GrantingGroupsAsync(ids, _ahead, cancellationToken).ConfigureAwait(false))
                _granted[group.Id] = group.Applications!;
        }

        return users.Select(user =>
        {
            var granted = Groups(user).SelectMany(id => _granted[id]).Distinct(StringComparer.Ordinal).ToArray();
            return user with { Granted = granted, Applications = granted.Union(user.Activity.Select(activity => activity.Application), StringComparer.Ordinal).ToArray() };
        }).ToArray();
    }

    private static IEnumerable<string> Groups(ExternalUser user) => user.Groups?.Select(group => group.Id) ?? Enumerable.Empty<string>();
}
