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
/// Who is in which group of a site. A user's groups take a request; a group's members one for each fifty. Which is cheaper depends on how many users
/// are still to come, and nobody knows that: so users are asked for one by one until that has cost as much as the list would have, and then the list is read.
/// That way it never takes more than twice the requests that knowing it would have taken.
/// </summary>
internal sealed class JiraMemberships
{
    private readonly JiraQueries _queries;
    private readonly ConcurrentDictionary<string, Knowledge> _groups = new(StringComparer.Ordinal);

    public JiraMemberships(JiraQueries queries) => _queries = queries;

    /// <summary>For each user the ids of those groups that they are in; <see langword="null"/> where the site does not tell them.</summary>
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

        var own = await Batch.AllAsync(accountIds, maxConcurrency, _queries.GroupsOfUserAsync, cancellationToken).ConfigureAwait(false);
        foreach (var (ids, groupsOfUser) in found.Zip(own, (ids, groupsOfUser) => (ids, groupsOfUser)))
        {
            ids.UnionWith(
                (groupsOfUser ?? Array.Empty<ExternalGroup>()).Select(group => group.Id).Intersect(unlisted.Select(group => group.Id), StringComparer.Ordinal)
            );
        }

        return found.Zip(own, (ids, groupsOfUser) => groupsOfUser is null ? null : ids).ToArray();
    }

    /// <summary>The group's members, where reading them is worth it by now.</summary>
    private async Task<IdSet?> MembersAsync(string groupId, int users, int maxConcurrency, CancellationToken cancellationToken)
    {
        var knowledge = _groups.GetOrAdd(groupId, static _ => new Knowledge());
        await knowledge.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (knowledge.Members is { } known)
            {
                return known;
            }
            // A single user is not worth knowing the group's size.
            if (users == 1 && knowledge.Pages is null && knowledge.Spent == 0)
            {
                knowledge.Spent++;
                return null;
            }

            knowledge.Pages ??=
                (
                    (await _queries.CountMembersAsync(groupId, cancellationToken).ConfigureAwait(false) ?? int.MaxValue - JiraQueries.MembersAPage)
                    + JiraQueries.MembersAPage
                    - 1
                ) / JiraQueries.MembersAPage;
            if (knowledge.Pages > knowledge.Spent + users)
            {
                knowledge.Spent += users;
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
            // A record that could not be read may be any member's: then each user is asked for.
            return list.Unreadable > 0 ? null : knowledge.Members = members;
        }
        finally
        {
            knowledge.Turn.Release();
        }
    }

    private sealed class Knowledge
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int? Pages { get; set; }

        public int Spent { get; set; }

        public IdSet? Members { get; set; }
    }
}
