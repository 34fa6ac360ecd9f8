using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>Finds the groups that names and ids mean: ids many at a time, names one by one.</summary>
internal static class GroupLookup
{
    /// <summary>The groups, each once.</summary>
    /// <param name="namesOrIds">What they are called.</param>
    /// <param name="ahead">How many requests are under way at the same time.</param>
    /// <param name="byId">Finds the groups of some ids.</param>
    /// <param name="find">Finds the group of a name or an id.</param>
    /// <param name="missing">Told of a group that is not there; without it that is an error.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<IReadOnlyList<ExternalGroup>> FindAsync(
        IReadOnlyList<string> namesOrIds,
        int ahead,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<ExternalGroup>>> byId,
        Func<string, CancellationToken, Task<ExternalGroup>> find,
        Action<GroupNotFoundException>? missing,
        CancellationToken cancellationToken)
    {
        // Several ids are worth a request of their own, before each of those that were names after all takes one.
        var ids = namesOrIds.Where(text => Guid.TryParse(text, out _)).ToArray();
        var known = ids.Length < 2 ? new Dictionary<string, ExternalGroup>() : (await byId(ids, cancellationToken).ConfigureAwait(false)).GroupBy(group => group.Id, StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
        var found = await Slices.AllAsync(namesOrIds, ahead, async (text, token) =>
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
        }, cancellationToken).ConfigureAwait(false);
        return found.OfType<ExternalGroup>().GroupBy(group => group.Id, StringComparer.Ordinal).Select(same => same.First()).ToArray();
    }
}
