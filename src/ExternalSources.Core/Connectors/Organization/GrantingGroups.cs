using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Finds out which groups of an organization grant a seat of which applications. The service returns this for one group at a time, so each group is read
/// once, with its first member, and only if it grants anything. One person costs two or three requests. All people cost a few requests more than there are
/// granting groups.
/// </summary>
internal sealed class GrantingGroups
{
    private readonly OrganizationQueries _queries;
    private readonly int _maxConcurrency;
    private readonly ConcurrentDictionary<string, ExternalGroup> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ApplicationSelector, HashSet<string>> _granted = new();
    private readonly ConcurrentDictionary<string, bool> _missing = new(StringComparer.Ordinal);

    public GrantingGroups(OrganizationQueries queries, int maxConcurrency = 4)
    {
        _queries = queries;
        _maxConcurrency = maxConcurrency;
    }

    /// <summary>The first thing that the service did not return about the users' applications; <see langword="null"/> if it returned everything.</summary>
    public string? Gap { get; private set; }

    /// <summary>
    /// Returns the users' groups that grant a seat of one of the applications, or of any application if none is named. A group for which the service does
    /// not return what it grants is included, without applications.
    /// </summary>
    public async Task<IReadOnlyList<ExternalGroup>> OfAsync(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<UserState> users,
        CancellationToken cancellationToken
    )
    {
        foreach (var application in applications.Where(application => !_granted.ContainsKey(application)))
        {
            var granting = await _queries.GroupsOfApplicationAsync(application, cancellationToken).ConfigureAwait(false);
            _granted[application] = new HashSet<string>(granting.Select(group => group.Id), StringComparer.Ordinal);
        }

        var groups = users.SelectMany(user => GroupsOf(user.User)).GroupBy(group => group.Id, StringComparer.Ordinal).Select(same => same.First()).ToArray();
        // A group that is unknown may keep access alive, so a short outage must not last for the whole run: such groups are read again.
        await LoadAsync(groups.Select(group => group.Id), true, cancellationToken).ConfigureAwait(false);
        return groups
            .Select(Find)
            .Select(group => (Group: group, Grants: Grants(group, applications)))
            .Where(candidate => candidate.Grants != false)
            .Select(candidate => candidate.Grants is null ? candidate.Group with { Applications = null } : candidate.Group)
            .ToArray();
    }

    /// <summary>
    /// Returns the users with their applications: the applications that their groups grant, and the applications that they used without a group. If the
    /// service does not return a user's groups, the applications stay unknown.
    /// </summary>
    public async Task<IReadOnlyList<ExternalUser>> AddApplicationsAsync(IReadOnlyList<ExternalUser> users, CancellationToken cancellationToken)
    {
        await LoadAsync(users.SelectMany(GroupsOf).Select(group => group.Id).Distinct(StringComparer.Ordinal), false, cancellationToken).ConfigureAwait(false);
        return users
            .Select(user =>
            {
                if (user.Groups is null)
                {
                    Gap ??= $"the groups of {user.Name} ({user.AccountId})";
                    return user with { MayBeGrantedMore = true };
                }

                var groups = user.Groups.Select(Find).ToArray();
                if (groups.FirstOrDefault(group => group.MayGrantMore) is { } unknown)
                {
                    Gap ??= $"the applications that the group '{unknown.Name}' grants";
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
    /// Returns what is known about a group. A group that the service does not find may grant anything. If the roles of a group are incomplete, the
    /// applications count for which a search by application finds the group.
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
                    .Applications!.Union(_granted.Where(granted => granted.Value.Contains(known.Id)).Select(granted => granted.Key.Key))
                    .ToArray(),
            }
            : known;
    }

    /// <summary>Whether a group grants one of the applications, or any if none is named; <see langword="null"/> if that is unknown.</summary>
    private bool? Grants(ExternalGroup group, IReadOnlyList<ApplicationSelector> applications)
    {
        if (
            applications.Count == 0
                ? group.Applications!.Count > 0
                : applications.Any(application =>
                    application.IsGrantedBy(group)
                    || (group is { MayGrantMore: true, Grants: not null } && _granted.TryGetValue(application, out var ids) && ids.Contains(group.Id))
                )
        )
        {
            return true;
        }

        return group.MayGrantMore ? null : false;
    }

    /// <summary>Reads the groups that are not loaded yet.</summary>
    /// <param name="ids">The ids of the groups.</param>
    /// <param name="isRetry">Whether groups are read again that were missing or incomplete.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    private async Task LoadAsync(IEnumerable<string> ids, bool isRetry, CancellationToken cancellationToken)
    {
        var wanted = ids.Where(id => _known.TryGetValue(id, out var known) ? isRetry && known.MayGrantMore : isRetry || !_missing.ContainsKey(id)).ToArray();
        if (wanted.Length == 0)
        {
            return;
        }

        foreach (
            var group in await _queries
                .GroupsWithApplicationsAsync(new JObject { ["groupIds"] = new JArray(wanted) }, _maxConcurrency, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            _known[group.Id] = group;
        }

        foreach (var id in wanted.Where(id => !_known.ContainsKey(id)))
        {
            _missing[id] = true;
        }
    }
}
