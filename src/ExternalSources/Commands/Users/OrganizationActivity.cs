using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Commands;

/// <summary>
/// The activity of accounts as the connected organizations know it; where several cover an account, the first. An organization that cannot be read is
/// an error only for those whom no other covers.
/// </summary>
internal sealed class OrganizationActivity : IActivityReader
{
    private readonly IReadOnlyList<SourceConnection> _organizations;
    private readonly ConcurrentDictionary<string, ServiceException> _failures = new(StringComparer.OrdinalIgnoreCase);

    public OrganizationActivity(IReadOnlyList<SourceConnection> organizations) => _organizations = organizations;

    public async Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(IReadOnlyList<string> accountIds, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ExternalUser>(StringComparer.Ordinal);
        foreach (var organization in _organizations)
        {
            var missing = accountIds.Where(id => !known.ContainsKey(id)).ToArray();
            if (missing.Length == 0)
                return known;
            // One that failed, after all retries, is not asked again for each few users.
            if (_failures.ContainsKey(organization.Source.Name))
                continue;
            try
            {
                foreach (var entry in await ((IActivityReader)organization.Connector).ReadActivityAsync(missing, cancellationToken).ConfigureAwait(false))
                    known[entry.Key] = entry.Value;
            }
            catch (ServiceException exception)
            {
                _failures[organization.Source.Name] = exception;
            }
        }

        if (!_failures.IsEmpty && accountIds.Any(id => !known.ContainsKey(id)))
        {
            var (name, failure) = _failures.Select(entry => (entry.Key, entry.Value)).First();
            throw new IncompleteListException($"When users were last active could not be read from '{name}'. {failure.Message}", failure.Recommendation, 0, failure);
        }

        return known;
    }
}
