using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors;

/// <summary>Finds the groups that names and ids mean: ids many at a time, names one by one.</summary>
internal static class GroupLookup
{
    /// <summary>The groups, each once.</summary>
    /// <param name="namesOrIds">What they are called.</param>
    /// <param name="maxConcurrency">How many requests are under way at the same time.</param>
    /// <param name="byId">Finds the groups of some ids.</param>
    /// <param name="find">Finds the group of a name or an id.</param>
    /// <param name="missing">Told of a group that is not there; without it that is an error.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<IReadOnlyList<ExternalGroup>> FindAsync(
        IReadOnlyList<string> namesOrIds,
        int maxConcurrency,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<ExternalGroup>>> byId,
        Func<string, CancellationToken, Task<ExternalGroup>> find,
        Action<GroupNotFoundException>? missing,
        CancellationToken cancellationToken
    )
    {
        var known = await KnownAsync(namesOrIds.Where(text => Guid.TryParse(text, out _)).ToArray(), byId, cancellationToken).ConfigureAwait(false);
        var found = await Batch
            .AllAsync(
                namesOrIds,
                maxConcurrency,
                async (text, token) =>
                {
                    try
                    {
                        return known.TryGetValue(text, out var group) ? group : await find(text, token).ConfigureAwait(false);
                    }
                    catch (GroupNotFoundException exception) when (missing is not null)
                    {
                        missing(exception);
                        return null;
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return found.OfType<ExternalGroup>().GroupBy(group => group.Id, StringComparer.Ordinal).Select(same => same.First()).ToArray();
    }

    /// <summary>The groups of ids, by id. Those that are not there, and names that only look like ids, are looked for one by one afterwards.</summary>
    private static async Task<IReadOnlyDictionary<string, ExternalGroup>> KnownAsync(
        string[] ids,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<ExternalGroup>>> byId,
        CancellationToken cancellationToken
    )
    {
        var known = new Dictionary<string, ExternalGroup>(StringComparer.OrdinalIgnoreCase);
        if (ids.Length < 2)
        {
            return known;
        }

        var search = await Result.OfAsync(() => byId(ids, cancellationToken)).ConfigureAwait(false);
        // One that the service does not take has it refuse all of them.
        if ((search.Failure as ServiceStatusException ?? search.Failure?.InnerException as ServiceStatusException) is { StatusCode: 400 or 404 })
        {
            return known;
        }

        foreach (var group in search.Get())
        {
            known[group.Id] = group;
        }

        return known;
    }
}
