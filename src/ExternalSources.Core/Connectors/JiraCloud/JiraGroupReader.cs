using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Lists the groups of a site.</summary>
internal sealed class JiraGroupReader : IGroupReader
{
    private readonly JiraConnection _connection;
    private readonly JiraQueries _queries;

    public JiraGroupReader(JiraConnection connection)
    {
        _connection = connection;
        _queries = connection.Queries;
    }

    public async Task ReadGroupsAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken)
    {
        await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        filter = filter with { Applications = await _connection.SelectAsync(filter.Applications, filter.Workspaces, cancellationToken).ConfigureAwait(false) };
        var roles = filter.NeedsApplications ? await _queries.ApplicationRolesAsync(filter.Applications, cancellationToken).ConfigureAwait(false) : null;
        if (await NamedAsync(filter, cancellationToken).ConfigureAwait(false) is { } named)
        {
            await TakeAsync(named).ConfigureAwait(false);
        }
        else
        {
            await _queries.Groups(filter.MaxConcurrency).ReadWholeAsync(TakeAsync, cancellationToken).ConfigureAwait(false);
        }

        async Task TakeAsync(IReadOnlyList<ExternalGroup> page)
        {
            var matches = page.Select(group => roles is null ? group : group with { Applications = ApplicationRole.ApplicationsOf(group, roles) })
                .Where(filter.Matches)
                .ToArray();
            if (filter.IncludeCounts)
            {
                var counts = await Batch
                    .AllAsync(
                        matches,
                        filter.MaxConcurrency,
                        (group, token) => _queries.CountMembersAsync(group.Id, withInactive: true, token),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                matches = matches.Zip(counts, (group, count) => group with { MemberCount = count }).ToArray();
            }

            if (matches.Length > 0)
            {
                await writeAsync(matches).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Returns the groups that a filter names by exact ids or names; <see langword="null"/> if the whole list is needed. It is also needed if a group is
    /// not found, because the documents do not say whether the search ignores the case of a name.
    /// </summary>
    private async Task<IReadOnlyList<ExternalGroup>?> NamedAsync(GroupFilter filter, CancellationToken cancellationToken)
    {
        var isById = filter.Ids.Count > 0;
        if (!isById && (filter.Names.Count == 0 || filter.Names.Any(name => !name.IsExact)))
        {
            return null;
        }

        var search = await Result
            .OfAsync(() =>
                isById
                    ? _queries.GroupsByIdAsync(filter.Ids.Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), cancellationToken)
                    : _queries.GroupsByNameAsync(
                        filter.Names.SelectMany(name => name.Spellings).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(),
                        cancellationToken
                    )
            )
            .ConfigureAwait(false);
        // The service refuses all values if it refuses one of them.
        if (search.Failure is ServiceStatusException { StatusCode: 400 or 404 })
        {
            return null;
        }

        var found = search.Get().GroupBy(group => group.Id, StringComparer.Ordinal).Select(same => same.First()).ToArray();
        var isComplete = isById
            ? filter.Ids.All(id => found.Any(group => group.Id.Equals(id, StringComparison.OrdinalIgnoreCase)))
            : filter.Names.All(name => found.Any(group => name.Matches(group.Name)));
        return isComplete ? found : null;
    }
}
