using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Commands;

/// <summary>The activity of accounts as the connected organizations know it; where several cover an account, the first.</summary>
internal sealed class OrganizationActivity : IActivityReader
{
    private readonly IReadOnlyList<IActivityReader> _organizations;

    public OrganizationActivity(IReadOnlyList<IActivityReader> organizations) => _organizations = organizations;

    public async Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(IReadOnlyList<string> accountIds, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ExternalUser>(StringComparer.Ordinal);
        foreach (var organization in _organizations)
        {
            var missing = accountIds.Where(id => !known.ContainsKey(id)).ToArray();
            if (missing.Length == 0)
                break;
            foreach (var entry in await organization.ReadActivityAsync(missing, cancellationToken).ConfigureAwait(false))
                known[entry.Key] = entry.Value;
        }

        return known;
    }
}
