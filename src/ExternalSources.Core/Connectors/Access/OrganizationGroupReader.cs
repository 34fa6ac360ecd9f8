using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace ExternalSources;

/// <summary>Reads the groups of an organization.</summary>
internal sealed class OrganizationGroupReader
{
    private readonly OrganizationLists _lists;

    public OrganizationGroupReader(OrganizationLists lists) => _lists = lists;

    public async Task ReadAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken)
    {
        var query = new JObject();
        var expand = new JArray();
        if (filter.IncludeCounts)
            expand.Add("counts.users");
        if (filter.NeedsApplications)
            expand.Add("counts.resources");
        if (expand.Count > 0)
            query["expand"] = expand;
        // The service takes names or ids, not both (400).
        if (filter.Ids.Count > 0)
            query["groupIds"] = new JArray(filter.Ids);
        else if (filter.Names.Count > 0 && filter.Names.All(name => name.IsExact))
            query["groupNames"] = new JArray(filter.Names.SelectMany(name => name.Spellings));
        if (filter.Applications.Count > 0)
            query["resourceOwners"] = new JArray(filter.Applications.Select(application => application.ToLowerInvariant()));

        var granted = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await _lists.Groups(query).ReadAsync(async page =>
        {
            IReadOnlyList<ExternalGroup> named = page.Where(group => filter.Names.Count == 0 || filter.Names.Any(name => name.Matches(group.Name))).ToArray();
            if (filter.NeedsApplications)
                named = await _lists.WithApplicationsAsync(named, filter.Ahead, cancellationToken).ConfigureAwait(false);

            granted.UnionWith(named.SelectMany(group => group.Applications ?? Enumerable.Empty<string>()));
            var wanted = named.Where(filter.Matches).ToArray();
            // None that is told is not none.
            if (wanted.Length > 0)
                await writeAsync(wanted.Select(group => group.MayGrantMore && group.Applications!.Count == 0 ? group with { Applications = null } : group).ToArray()).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);

        // An application that none of them grants may be granted by others, or be misspelt.
        foreach (var application in filter.Applications.Where(application => !granted.Contains(application)))
            await _lists.GroupsOfApplicationAsync(application, cancellationToken).ConfigureAwait(false);
    }
}
