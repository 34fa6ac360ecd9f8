using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Reads the groups of a site.</summary>
internal sealed class JiraGroupReader
{
    private readonly JiraQueries _queries;

    public JiraGroupReader(JiraQueries queries) => _queries = queries;

    public async Task ReadAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken)
    {
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
            var wanted = page.Select(group =>
                    roles is null
                        ? group
                        : group with
                        {
                            Applications = roles.Where(role => role.GroupIds.Contains(group.Id)).Select(role => role.Application).ToArray(),
                        }
                )
                .Where(filter.Matches)
                .ToArray();
            if (filter.IncludeCounts)
            {
                var counts = await Batch
                    .AllAsync(wanted, filter.MaxConcurrency, (group, token) => _queries.CountMembersAsync(group.Id, token), cancellationToken)
                    .ConfigureAwait(false);
                wanted = wanted.Zip(counts, (group, count) => group with { MemberCount = count }).ToArray();
            }

            if (wanted.Length > 0)
            {
                await writeAsync(wanted).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// The groups that a filter gives by exact ids or names; <see langword="null"/> where only the whole list tells which they are. It also tells
    /// whether one that was not found is there: the documents do not say that a name may be written in another case.
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
        // One value of a form that the service does not take has it refuse all of them.
        if (search.Failure is ServiceStatusException { StatusCode: 400 or 404 })
        {
            return null;
        }

        var found = search.Get().GroupBy(group => group.Id, StringComparer.Ordinal).Select(same => same.First()).ToArray();
        var isWhole = isById
            ? filter.Ids.All(id => found.Any(group => group.Id.Equals(id, StringComparison.OrdinalIgnoreCase)))
            : filter.Names.All(name => found.Any(group => name.Matches(group.Name)));
        return isWhole ? found : null;
    }
}
