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

    public Task ReadAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken)
    {
        var query = new JObject();
        if (filter.IncludeCounts)
            query["expand"] = new JArray("counts.users");
        // The service takes names or ids, not both (400).
        if (filter.Ids.Count > 0)
            query["groupIds"] = new JArray(filter.Ids);
        else if (filter.Names.Count > 0 && filter.Names.All(name => name.IsExact))
            query["groupNames"] = new JArray(filter.Names.Select(name => name.Text));
        if (filter.Applications.Count > 0)
            query["resourceOwners"] = new JArray(filter.Applications.Select(application => application.ToLowerInvariant()));

        return _lists.Groups(query).ReadAsync(async page =>
        {
            var named = page.Where(group => filter.Names.Count == 0 || filter.Names.Any(name => name.Matches(group.Name))).ToArray();
            if (filter.NeedsApplications)
            {
                var applications = await Slices.AllAsync(named, filter.Ahead, _lists.ApplicationsOfGroupAsync, cancellationToken).ConfigureAwait(false);
                named = named.Zip(applications, (group, granted) => group with { Applications = granted }).ToArray();
            }

            var wanted = named.Where(filter.Matches).ToArray();
            if (wanted.Length > 0)
                await writeAsync(wanted).ConfigureAwait(false);
        }, cancellationToken);
    }
}
