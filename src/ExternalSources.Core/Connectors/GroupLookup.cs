using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors;

/// <summary>Finds groups by name or id. It looks up ids in batches, and names one by one.</summary>
internal static class GroupLookup
{
    /// <summary>Returns the groups, without duplicates.</summary>
    /// <param name="namesOrIds">The names and ids of the groups.</param>
    /// <param name="maxConcurrency">The maximum number of concurrent requests.</param>
    /// <param name="byId">Finds groups by their ids.</param>
    /// <param name="find">Finds one group by its name or id.</param>
    /// <param name="missing">Receives each group that does not exist. If it is <see langword="null"/>, a missing group is an error.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
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

    /// <summary>Returns the groups that the service finds by id. The caller looks up the rest one by one.</summary>
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
        // The service refuses all ids if it refuses one of them.
        if (ServiceErrors.StatusOf(search.Failure) is 400 or 404)
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
