using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using ExternalSources.Session;

namespace ExternalSources.Commands.Users;

/// <summary>
/// The activity of accounts as the connected organizations know it. Each knows only what happens in its own applications: where several cover an
/// account, the latest date counts. One that cannot be read is an error for all but those whom another one manages, who are at home there.
/// </summary>
internal sealed class OrganizationActivity : IActivityReader
{
    private readonly IReadOnlyList<SourceConnection> _organizations;
    private readonly ConcurrentDictionary<string, ExternalSourceException> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The organizations, and those that could not be connected, with the reasons.</summary>
    public OrganizationActivity(IReadOnlyList<SourceConnection> organizations, IReadOnlyDictionary<string, ExternalSourceException> unconnected)
    {
        _organizations = organizations;
        foreach (var failure in unconnected)
        {
            _failures[failure.Key] = failure.Value;
        }
    }

    public async Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(IReadOnlyList<string> accountIds, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ExternalUser>(StringComparer.Ordinal);
        foreach (var organization in _organizations)
        {
            // One that failed, after all retries, is not asked again for each few users.
            if (_failures.ContainsKey(organization.Source.Name))
            {
                continue;
            }

            try
            {
                foreach (
                    var entry in await organization.Connector.Get<IActivityReader>().ReadActivityAsync(accountIds, cancellationToken).ConfigureAwait(false)
                )
                {
                    known[entry.Key] = known.TryGetValue(entry.Key, out var other) ? Together(other, entry.Value) : entry.Value;
                }
            }
            catch (ExternalSourceException exception)
            {
                _failures[organization.Source.Name] = exception;
            }
        }

        if (!_failures.IsEmpty && accountIds.Any(id => !(known.TryGetValue(id, out var user) && user.Managed == true)))
        {
            var (name, failure) = _failures.Select(entry => (entry.Key, entry.Value)).First();
            throw new IncompleteListException(
                $"When users were last active could not be read from '{name}'. {failure.Message}",
                failure.Recommendation,
                0,
                failure
            );
        }

        return known;
    }

    /// <summary>What two organizations know of one account.</summary>
    private static ExternalUser Together(ExternalUser one, ExternalUser other) =>
        one with
        {
            LastActive = Later(one.LastActive, other.LastActive),
            Activity = one
                .Activity.Concat(other.Activity)
                .GroupBy(activity => activity.Application, StringComparer.OrdinalIgnoreCase)
                .Select(same => same.OrderByDescending(activity => activity.LastActive ?? DateTimeOffset.MinValue).First())
                .ToArray(),
            // What one of them does not tell may be later than what the other does.
            ActivityKnown = one.ActivityKnown && other.ActivityKnown,
            // Whose site it is nobody knows: who came to one of them yesterday could not have been active there before.
            AddedToOrganization = Later(one.AddedToOrganization, other.AddedToOrganization),
            Managed = one.Managed == true || other.Managed == true,
        };

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;
}
