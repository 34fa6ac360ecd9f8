using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Which groups of an organization grant which applications. The service tells it of one group at a time, so each group is asked about once, when
/// the first of its members turns up, and only if it grants anything: one person costs two or three requests, and all people as many as there are
/// groups that grant something, and a few.
/// </summary>
internal sealed class GrantingGroups
{
    private const int IdsARequest = 50;

    private readonly OrganizationQueries _queries;
    private readonly int _maxConcurrency;
    private readonly ConcurrentDictionary<string, ExternalGroup> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HashSet<string>> _granted = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _unknown = new(StringComparer.Ordinal);

    public GrantingGroups(OrganizationQueries queries, int maxConcurrency = 4)
    {
        _queries = queries;
        _maxConcurrency = maxConcurrency;
    }

    /// <summary>The first thing that the service did not tell of users' applications, if there is one.</summary>
    public string? Gap { get; private set; }

    /// <summary>
    /// Those of the users' groups that grant one of these applications, or any when none is named; and those of which the service does not tell what
    /// they grant, without applications.
    /// </summary>
    /// <exception cref="InvalidInputException">No group of the organization grants one of the applications, whoever is in it.</exception>
    public async Task<IReadOnlyList<ExternalGroup>> OfAsync(
        IReadOnlyList<string> applications,
        IReadOnlyList<UserState> users,
        CancellationToken cancellationToken
    )
    {
        foreach (var application in applications.Where(application => !_granted.ContainsKey(application)))
        {
            var granting = await _queries.GroupsOfApplicationAsync(application, cancellationToken).ConfigureAwait(false);
            _granted[application.ToLowerInvariant()] = new HashSet<string>(granting.Select(group => group.Id), StringComparer.Ordinal);
        }

        var groups = users.SelectMany(user => GroupsOf(user.User)).GroupBy(group => group.Id, StringComparer.Ordinal).Select(same => same.First()).ToArray();
        // Access may be left for what was not told: what was no more than a moment's trouble is not to last for the whole run.
        await LearnAsync(groups.Select(group => group.Id), true, cancellationToken).ConfigureAwait(false);
        return groups
            .Select(Find)
            .Select(group => (Group: group, Grants: Grants(group, applications)))
            .Where(one => one.Grants != false)
            .Select(one => one.Grants is null ? one.Group with { Applications = null } : one.Group)
            .ToArray();
    }

    /// <summary>
    /// The same users with their applications: those that their groups grant, used or not, and those that they used without a group. Of whom the
    /// groups are not told, the applications are not known.
    /// </summary>
    public async Task<IReadOnlyList<ExternalUser>> AddApplicationsAsync(IReadOnlyList<ExternalUser> users, CancellationToken cancellationToken)
    {
        await LearnAsync(users.SelectMany(GroupsOf).Select(group => group.Id).Distinct(StringComparer.Ordinal), false, cancellationToken).ConfigureAwait(false);
        return users
            .Select(user =>
            {
                if (user.Groups is null)
                {
                    Gap ??= $"which groups {user.Name} ({user.AccountId}) is in";
                    return user with { MayBeGrantedMore = true };
                }

                var groups = user.Groups.Select(Find).ToArray();
                if (groups.FirstOrDefault(group => group.MayGrantMore) is { } unknown)
                {
                    Gap ??= $"what the group '{unknown.Name}' grants";
                }

                var granted = groups.SelectMany(group => group.Applications!).Distinct(StringComparer.Ordinal).ToArray();
                return user with
                {
                    Granted = granted,
                    MayBeGrantedMore = groups.Any(group => group.MayGrantMore),
                    Applications = granted.Union(user.Activity.Select(activity => activity.Application), StringComparer.Ordinal).ToArray(),
                };
            })
            .ToArray();
    }

    private static IEnumerable<GroupReference> GroupsOf(ExternalUser user) => user.Groups ?? Enumerable.Empty<GroupReference>();

    /// <summary>
    /// A group as far as the service tells of it: one that it does not find may grant anything; of one whose roles do not tell all, it counts for which
    /// applications the service finds it.
    /// </summary>
    private ExternalGroup Find(GroupReference group)
    {
        if (!_known.TryGetValue(group.Id, out var known))
        {
            return new ExternalGroup
            {
                Source = _queries.Source,
                Id = group.Id,
                Name = group.Name ?? group.Id,
                Applications = Array.Empty<string>(),
                MayGrantMore = true,
            };
        }

        return known.MayGrantMore
            ? known with
            {
                Applications = known
                    .Applications!.Union(
                        _granted.Where(granted => granted.Value.Contains(known.Id)).Select(granted => granted.Key),
                        StringComparer.OrdinalIgnoreCase
                    )
                    .ToArray(),
            }
            : known;
    }

    /// <summary>Whether a group grants one of these applications, or any when none is named; <see langword="null"/> where the service does not tell.</summary>
    private static bool? Grants(ExternalGroup group, IReadOnlyList<string> applications)
    {
        if (applications.Count == 0 ? group.Applications!.Count > 0 : group.Applications!.Intersect(applications, StringComparer.OrdinalIgnoreCase).Any())
        {
            return true;
        }

        return group.MayGrantMore ? null : false;
    }

    private async Task LearnAsync(IEnumerable<string> ids, bool again, CancellationToken cancellationToken)
    {
        foreach (
            var some in Batch.Of(
                ids.Where(id => _known.TryGetValue(id, out var known) ? again && known.MayGrantMore : again || !_unknown.ContainsKey(id)).ToArray(),
                IdsARequest
            )
        )
        {
            foreach (
                var group in await _queries
                    .GroupsWithApplicationsAsync(new JObject { ["groupIds"] = new JArray(some) }, _maxConcurrency, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                _known[group.Id] = group;
            }

            foreach (var id in some.Where(id => !_known.ContainsKey(id)))
            {
                _unknown[id] = true;
            }
        }
    }
}
