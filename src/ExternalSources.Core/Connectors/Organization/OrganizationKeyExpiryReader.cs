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
    /// <summary>The service may record the last use of a key late.</summary>
    private static readonly TimeSpan MaxIdle = TimeSpan.FromDays(1);

    private readonly OrganizationConnection _connection;

    public OrganizationKeyExpiryReader(OrganizationConnection connection) => _connection = connection;

    public async Task<DateTimeOffset?> ReadKeyExpiryAsync(CancellationToken cancellationToken)
    {
        if (_connection.KnownOrganizationId is null)
        {
            return null;
        }

        try
        {
            return (await FindAsync(cancellationToken).ConfigureAwait(false))?.ExpiresOn;
        }
        catch (ServiceException)
        {
            // The list needs a right (read:keys:admin) that the key does not need for anything else. The date that the user gave counts then.
            return null;
        }
    }

    /// <summary>Returns the entry of this key; <see langword="null"/> if it is not certain which one that is. The organization must be known.</summary>
    /// <exception cref="ServiceException">The list cannot be read.</exception>
    public async Task<ApiKeyEntry?> FindAsync(CancellationToken cancellationToken)
    {
        var keys = await _connection.Client.GetKeysAsync(_connection.KnownOrganizationId!, cancellationToken).ConfigureAwait(false);
        return Find(keys, _connection.Source.Name, _connection.Source.ExpiresOn, _connection.Clock.UtcNow);
    }

    /// <summary>
    /// Finds the entry of this key. The list has all keys of the organization and marks neither this key nor revoked keys, so an entry counts only with a
    /// sign: the expiry date that the user gave, or the name of the source as its label. It must be the only entry with that sign. This key was
    /// used a moment ago, so its entry is neither expired nor unused for a day. Even a single entry may belong to another key.
    /// </summary>
    public static ApiKeyEntry? Find(IReadOnlyList<ApiKeyEntry> keys, string sourceName, DateTimeOffset? expiresOn, DateTimeOffset now)
    {
        var possible = keys.Where(key => !(key.ExpiresOn <= now) && now - key.LastActive <= MaxIdle).ToArray();
        var labelled = possible.Where(key => string.Equals(key.Label, sourceName, StringComparison.OrdinalIgnoreCase)).ToArray();
        var dated = possible.Where(key => expiresOn is { } given && key.ExpiresOn is { } actual && IsSameDay(given, actual)).ToArray();
        // The list has every key, so a date that no key has is wrong. If both signs are there, they must point to one key.
        return (labelled.Length, dated.Length) switch
        {
            (_, 0) => Single(labelled),
            (0, _) => Single(dated),
            _ => Single(labelled.Intersect(dated)) is { } both && (labelled.Length == 1 || dated.Length == 1) ? both : null,
        };
    }

    // The console shows a day in the admin's time zone, and the API returns a moment in UTC. The two can differ by up to a day.
    private static bool IsSameDay(DateTimeOffset given, DateTimeOffset actual) => (actual - given).Duration() <= TimeSpan.FromDays(1);

    private static ApiKeyEntry? Single(IEnumerable<ApiKeyEntry> keys)
    {
        var two = keys.Take(2).ToArray();
        return two.Length == 1 ? two[0] : null;
    }
}
