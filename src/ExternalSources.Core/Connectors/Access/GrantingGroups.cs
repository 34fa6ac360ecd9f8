using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace ExternalSources;

/// <summary>Which groups of an organization grant which applications; each group is asked for once.</summary>
internal sealed class GrantingGroups
{
    private const int IdsARequest = 50;
    private const int AtATime = 4;

    private readonly OrganizationLists _lists;
    private readonly ConcurrentDictionary<string, ExternalGroup> _known = new(StringComparer.Ordinal);

    public GrantingGroups(OrganizationLists lists) => _lists = lists;

    /// <summary>Those of the users' groups that grant one of these applications, or any when none is named.</summary>
    public async Task<IReadOnlyList<ExternalGroup>> OfAsync(IReadOnlyList<string> applications, IReadOnlyList<UserState> users, CancellationToken cancellationToken)
    {
        var ids = users.SelectMany(user => user.GroupIds).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var some in Slices.Of(ids.Where(id => !_known.ContainsKey(id)).ToArray(), IdsARequest))
            await LearnAsync(some, cancellationToken).ConfigureAwait(false);
        return ids.Select(id => _known.TryGetValue(id, out var group) ? group : null).OfType<ExternalGroup>()
            .Where(group => applications.Count == 0 ? group.Applications!.Count > 0 : group.Applications!.Intersect(applications, StringComparer.OrdinalIgnoreCase).Any())
            .ToArray();
    }

    private Task<int> LearnAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        _lists.Groups(new JObject { ["groupIds"] = new JArray(ids) }).ReadAsync(async page =>
        {
            var applications = await Slices.AllAsync(page, AtATime, _lists.ApplicationsOfGroupAsync, cancellationToken).ConfigureAwait(false);
            foreach (var group in page.Zip(applications, (group, granted) => group with { Applications = granted.Distinct().ToArray() }))
                _known[group.Id] = group;
        }, cancellationToken);
}
