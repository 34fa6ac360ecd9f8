using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using ExternalSources.Session;

namespace ExternalSources.Commands.Users;

/// <summary>
/// Reads the activity of accounts from the connected organizations. An organization records only its own applications, so the latest date counts.
/// If an organization cannot be read, only accounts that another organization manages have known activity.
/// </summary>
internal sealed class OrganizationActivity : IActivityReader
{
    private readonly IReadOnlyList<SourceConnection> _organizations;
    private readonly ConcurrentDictionary<string, ExternalSourceException> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="organizations">The organizations that are connected.</param>
    /// <param name="unconnected">The organizations that could not be connected, with the errors.</param>
    public OrganizationActivity(IReadOnlyList<SourceConnection> organizations, IReadOnlyDictionary<string, ExternalSourceException> unconnected)
    {
        _organizations = organizations;
        foreach (var failure in unconnected)
        {
            _failures[failure.Key] = failure.Value;
        }
    }

    public async Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(
        IReadOnlyList<UserKey> users,
        IReadOnlyList<ApplicationSelector> applications,
        CancellationToken cancellationToken
    )
    {
        var known = new Dictionary<string, ExternalUser>(StringComparer.Ordinal);
        foreach (var organization in _organizations)
        {
            // The transport has made all its retries, so the next batch of users would fail again.
            if (_failures.ContainsKey(organization.Source.Name))
            {
                continue;
            }

            try
            {
                foreach (
                    var entry in await organization
                        .Connector.Get<IActivityReader>()
                        .ReadActivityAsync(users, applications, cancellationToken)
                        .ConfigureAwait(false)
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

        if (!_failures.IsEmpty && users.Any(user => !(known.TryGetValue(user.AccountId!, out var account) && account.Managed == true)))
        {
            var (name, failure) = _failures.Select(entry => (entry.Key, entry.Value)).First();
            throw new IncompleteListException(
                $"The last activity of users could not be read from '{name}'. {failure.Message}",
                failure.Recommendation,
                0,
                failure
            );
        }

        return known;
    }

    /// <summary>Combines the records that two organizations have of one account.</summary>
    private static ExternalUser Together(ExternalUser one, ExternalUser other) =>
        one with
        {
            LastActive = Later(one.LastActive, other.LastActive),
            Activity = one
                .Activity.Concat(other.Activity)
                .GroupBy(activity => (activity.Application, activity.ResourceId))
                .Select(same => same.OrderByDescending(activity => activity.LastActive ?? DateTimeOffset.MinValue).First())
                .ToArray(),
            // Activity that one organization does not return may be later than the activity that the other returns.
            ActivityKnown = one.ActivityKnown && other.ActivityKnown,
            // The site may belong to either organization, so only the later join date is safe.
            AddedToOrganization = Later(one.AddedToOrganization, other.AddedToOrganization),
            Managed = one.Managed == true || other.Managed == true,
        };

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;
}
