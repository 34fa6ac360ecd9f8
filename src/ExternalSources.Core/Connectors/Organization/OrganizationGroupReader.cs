using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Lists the groups of an organization.</summary>
internal sealed class OrganizationGroupReader : IGroupReader
{
    private readonly OrganizationConnection _connection;

    public OrganizationGroupReader(OrganizationConnection connection) => _connection = connection;

    public async Task ReadGroupsAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken)
    {
        filter = filter with
        {
            Applications = await _connection.Workspaces.SelectAsync(filter.Applications, filter.Workspaces, cancellationToken).ConfigureAwait(false),
        };
        var granted = new HashSet<ApplicationSelector>();
        foreach (var (member, values) in Parts(filter))
        {
            await ReadPartAsync(member, values, filter, granted, writeAsync, cancellationToken).ConfigureAwait(false);
        }

        // If none of the groups grants an application, other groups may grant it, or the name is wrong. The search throws if the organization does not have it.
        if (filter.Applications.Where(application => !granted.Contains(application)).ToArray() is { Length: > 0 } missing)
        {
            await _connection.Workspaces.FindAsync(missing, filter.MaxConcurrency, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadPartAsync(
        string? member,
        IReadOnlyList<string> values,
        GroupFilter filter,
        HashSet<ApplicationSelector> granted,
        Func<IReadOnlyList<ExternalGroup>, Task> writeAsync,
        CancellationToken cancellationToken
    )
    {
        try
        {
            foreach (var query in SearchLimits.Groups.Split(Query(filter, member, values)))
            {
                await ReadAsync(query, filter, granted, writeAsync, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IncompleteListException exception) when (member == "groupIds" && ServiceErrors.StatusOf(exception) == 400)
        {
            // The service refuses all ids if one of them has a wrong form, so each id is read by itself. A refused id counts as not found.
            foreach (var value in values.Count == 1 ? Array.Empty<string>() : values)
            {
                await ReadPartAsync(member, new[] { value }, filter, granted, writeAsync, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadAsync(
        JObject query,
        GroupFilter filter,
        HashSet<ApplicationSelector> granted,
        Func<IReadOnlyList<ExternalGroup>, Task> writeAsync,
        CancellationToken cancellationToken
    ) =>
        await _connection
            .Queries.Groups(query)
            .ReadAsync(
                async page =>
                {
                    IReadOnlyList<ExternalGroup> candidates = page.Where(group => filter.Names.Count == 0 || filter.Names.Any(name => name.Matches(group.Name)))
                        .ToArray();
                    if (filter.NeedsApplications)
                    {
                        candidates = await _connection
                            .Queries.WithApplicationsAsync(candidates, filter.MaxConcurrency, cancellationToken)
                            .ConfigureAwait(false);
                    }

                    granted.UnionWith(
                        filter.Applications.Where(application => candidates.Any(group => application.IsGrantedBy(group, filter.IncludeUnbilled)))
                    );
                    var matches = candidates.Where(filter.Matches).ToArray();
                    // If the service returns no application for a group that may grant some, the applications are unknown.
                    if (matches.Length > 0)
                    {
                        await writeAsync(
                                matches
                                    .Select(group => group.MayGrantMore && group.Applications!.Count == 0 ? group with { Applications = null } : group)
                                    .ToArray()
                            )
                            .ConfigureAwait(false);
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>Splits the filter into requests. The service accepts ids or names, but not both (400).</summary>
    private static IEnumerable<(string? Member, IReadOnlyList<string> Values)> Parts(GroupFilter filter)
    {
        if (filter.Ids.Count > 0)
        {
            return Batch
                .Of(filter.Ids.Select(Ari.LastSegment).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), SearchLimits.Groups.Most("groupIds"))
                .Select(batch => ((string?)"groupIds", batch));
        }

        if (filter.Names.Count > 0 && filter.Names.All(name => name.IsExact))
        {
            return Batch
                .Of(
                    filter.Names.SelectMany(name => name.Spellings).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(),
                    SearchLimits.Groups.Most("groupNames")
                )
                .Select(batch => ((string?)"groupNames", batch));
        }

        return new[] { ((string?)null, (IReadOnlyList<string>)Array.Empty<string>()) };
    }

    private static JObject Query(GroupFilter filter, string? member, IReadOnlyList<string> values)
    {
        var query = new JObject();
        var expand = new JArray();
        if (filter.IncludeCounts)
        {
            expand.Add("counts.users");
        }

        if (filter.NeedsApplications)
        {
            expand.Add("counts.resources");
        }

        if (expand.Count > 0)
        {
            query["expand"] = expand;
        }

        if (member is not null)
        {
            query[member] = new JArray(values);
        }

        if (filter.Applications.Count > 0)
        {
            query["resourceOwners"] = new JArray(filter.Applications.SelectMany(application => ApplicationKeys.NamesOf(application.Key)).Distinct());
        }

        return query;
    }
}
