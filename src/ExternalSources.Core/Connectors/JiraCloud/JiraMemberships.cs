using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>
/// Finds out which users are in which groups of a site. The groups of one user cost one request, and the members of a group cost one request for every
/// fifty members. The number of users to come is unknown, so users are read one by one until this has cost as much as the list of members. Then the list
/// is read. This takes at most twice the requests of the best choice.
/// </summary>
internal sealed class JiraMemberships
{
    private readonly JiraQueries _queries;
    private readonly ConcurrentDictionary<string, GroupState> _groups = new(StringComparer.Ordinal);

    public JiraMemberships(JiraQueries queries) => _queries = queries;

    /// <summary>Returns for each user which of the groups they are in, by id; <see langword="null"/> if that is unknown.</summary>
    public async Task<IReadOnlyList<HashSet<string>?>> ReadAsync(
        IReadOnlyList<string> accountIds,
        IReadOnlyList<ExternalGroup> groups,
        int maxConcurrency,
        CancellationToken cancellationToken
    )
    {
        var found = accountIds.Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        var unlisted = new List<ExternalGroup>();
        foreach (var group in groups)
        {
            if (await MembersAsync(group.Id, accountIds.Count, maxConcurrency, cancellationToken).ConfigureAwait(false) is not { } members)
            {
                unlisted.Add(group);
                continue;
            }

            for (var i = 0; i < accountIds.Count; i++)
            {
                if (members.Contains(accountIds[i]))
                {
                    found[i].Add(group.Id);
                }
            }
        }

        if (unlisted.Count == 0)
        {
            return found;
        }

        var groupsOfUsers = await Batch.AllAsync(accountIds, maxConcurrency, _queries.GroupsOfUserAsync, cancellationToken).ConfigureAwait(false);
        foreach (var (ids, groupsOfUser) in found.Zip(groupsOfUsers, (ids, groupsOfUser) => (ids, groupsOfUser)))
        {
            ids.UnionWith(
                (groupsOfUser ?? Array.Empty<ExternalGroup>()).Select(group => group.Id).Intersect(unlisted.Select(group => group.Id), StringComparer.Ordinal)
            );
        }

        return found.Zip(groupsOfUsers, (ids, groupsOfUser) => groupsOfUser is null ? null : ids).ToArray();
    }

    /// <summary>Returns the members of a group; <see langword="null"/> if it is cheaper to read the groups of the users.</summary>
    private async Task<IdSet?> MembersAsync(string groupId, int users, int maxConcurrency, CancellationToken cancellationToken)
    {
        var state = _groups.GetOrAdd(groupId, static _ => new GroupState());
        await state.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (state.Members is { } known)
            {
                return known;
            }
            // For a single user, even the request for the group's size costs too much.
            if (users == 1 && state.Pages is null && state.Spent == 0)
            {
                state.Spent++;
                return null;
            }

            state.Pages ??=
                (
                    (
                        await _queries.CountMembersAsync(groupId, withInactive: true, cancellationToken).ConfigureAwait(false)
                        ?? int.MaxValue - JiraQueries.MembersPerPage
                    )
                    + JiraQueries.MembersPerPage
                    - 1
                ) / JiraQueries.MembersPerPage;
            if (state.Pages > state.Spent + users)
            {
                state.Spent += users;
                return null;
            }

            var members = new IdSet();
            var list = _queries.Members(groupId, maxConcurrency);
            await list.ReadAsync(
                    page =>
                    {
                        foreach (var user in page)
                        {
                            members.Add(user.AccountId);
                        }

                        return Task.CompletedTask;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            // A record that cannot be read may belong to any user, so the groups of each user are read instead.
            return list.Unreadable > 0 ? null : state.Members = members;
        }
        finally
        {
            state.Turn.Release();
        }
    }

    private sealed class GroupState
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int? Pages { get; set; }

        public int Spent { get; set; }

        public IdSet? Members { get; set; }
    }
}
