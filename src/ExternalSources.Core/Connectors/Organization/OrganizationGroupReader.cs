using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Reads the groups of an organization.</summary>
internal sealed class OrganizationGroupReader
{
    private const int ValuesARequest = 50;

    private readonly OrganizationQueries _queries;

    public OrganizationGroupReader(OrganizationQueries queries) => _queries = queries;

    public async Task ReadAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken)
    {
        var granted = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (member, values) in Parts(filter))
        {
            await ReadPartAsync(member, values, filter, granted, writeAsync, cancellationToken).ConfigureAwait(false);
        }

        // An application that none of them grants may be granted by others, or be misspelt.
        foreach (var application in filter.Applications.Where(application => !granted.Contains(application)))
        {
            await _queries.GroupsOfApplicationAsync(application, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadPartAsync(
        string? member,
        IReadOnlyList<string> values,
        GroupFilter filter,
        HashSet<string> granted,
        Func<IReadOnlyList<ExternalGroup>, Task> writeAsync,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await ReadAsync(Query(filter, member, values), filter, granted, writeAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (IncompleteListException exception) when (member == "groupIds" && exception.InnerException is ServiceStatusException { StatusCode: 400 })
        {
            // One of them has no form of an id: the others are looked for all the same, and whoever named it is told that it is not there.
            foreach (var value in values.Count == 1 ? Array.Empty<string>() : values)
            {
                await ReadPartAsync(member, new[] { value }, filter, granted, writeAsync, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadAsync(
        JObject query,
        GroupFilter filter,
        HashSet<string> granted,
        Func<IReadOnlyList<ExternalGroup>, Task> writeAsync,
        CancellationToken cancellationToken
    ) =>
        await _queries
            .Groups(query)
            .ReadAsync(
                async page =>
                {
                    IReadOnlyList<ExternalGroup> named = page.Where(group => filter.Names.Count == 0 || filter.Names.Any(name => name.Matches(group.Name)))
                        .ToArray();
                    if (filter.NeedsApplications)
                    {
                        named = await _queries.WithApplicationsAsync(named, filter.MaxConcurrency, cancellationToken).ConfigureAwait(false);
                    }

                    granted.UnionWith(named.SelectMany(group => group.Applications ?? Enumerable.Empty<string>()));
                    var wanted = named.Where(filter.Matches).ToArray();
                    // None that is told is not none.
                    if (wanted.Length > 0)
                    {
                        await writeAsync(
                                wanted
                                    .Select(group => group.MayGrantMore && group.Applications!.Count == 0 ? group with { Applications = null } : group)
                                    .ToArray()
                            )
                            .ConfigureAwait(false);
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>All groups, or where they are named, some at a time. The service takes names or ids, not both (400).</summary>
    private static IEnumerable<(string? Member, IReadOnlyList<string> Values)> Parts(GroupFilter filter)
    {
        if (filter.Ids.Count > 0)
        {
            return Batch.Of(filter.Ids.Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), ValuesARequest).Select(some => ((string?)"groupIds", some));
        }

        if (filter.Names.Count > 0 && filter.Names.All(name => name.IsExact))
        {
            return Batch
                .Of(filter.Names.SelectMany(name => name.Spellings).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), ValuesARequest)
                .Select(some => ((string?)"groupNames", some));
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
            query["resourceOwners"] = new JArray(filter.Applications.Select(application => application.ToLowerInvariant()));
        }

        return query;
    }
}
