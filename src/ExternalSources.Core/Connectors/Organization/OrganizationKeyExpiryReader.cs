using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Reads the expiry date of the key from the organization's list of keys.</summary>
internal sealed class OrganizationKeyExpiryReader : IKeyExpiryReader
{
    private readonly OrganizationConnection _connection;

    public OrganizationKeyExpiryReader(OrganizationConnection connection) => _connection = connection;

    public async Task<DateTimeOffset?> ReadKeyExpiryAsync(CancellationToken cancellationToken)
    {
        if (_connection.KnownOrganizationId is not { } organizationId)
        {
            return null;
        }

        try
        {
            var keys = await _connection.Client.GetKeysAsync(organizationId, cancellationToken).ConfigureAwait(false);
            return Find(keys, _connection.Source.Name, _connection.Source.ExpiresOn, _connection.Clock.UtcNow)?.ExpiresOn;
        }
        catch (ServiceException)
        {
            // The list needs a right (read:keys:admin) that the key does not need for anything else. The date that the user gave counts then.
            return null;
        }
    }

    /// <summary>Finds the entry of this key. The service does not mark it, so only a single match counts.</summary>
    public static ApiKeyEntry? Find(IReadOnlyList<ApiKeyEntry> keys, string sourceName, DateTimeOffset? expiresOn, DateTimeOffset now)
    {
        // This key just worked, so it is neither revoked nor expired.
        var possible = keys.Where(key => key.IsActive && !(key.ExpiresOn <= now)).ToArray();
        if (possible.Length == 1)
        {
            return possible[0];
        }

        // The date is what the admin said about this key. The name of the source is only a guess at the name of the key.
        return expiresOn is { } given
            ? Single(possible.Where(key => key.ExpiresOn is { } actual && IsSameDay(given, actual)))
            : Single(possible.Where(key => string.Equals(key.Name, sourceName, StringComparison.OrdinalIgnoreCase)));
    }

    // The console shows a day in the admin's time zone, and the API returns a moment in UTC. The two can differ by up to a day.
    private static bool IsSameDay(DateTimeOffset given, DateTimeOffset actual) => (actual - given).Duration() <= TimeSpan.FromDays(1);

    private static ApiKeyEntry? Single(IEnumerable<ApiKeyEntry> keys)
    {
        var two = keys.Take(2).ToArray();
        return two.Length == 1 ? two[0] : null;
    }
}
