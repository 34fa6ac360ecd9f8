using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Which row of an organization's list of keys is ours. The service does not say, so only a match without doubt counts.</summary>
internal static class KeyMatch
{
    public static ApiKeyEntry? Find(IReadOnlyList<ApiKeyEntry> keys, string sourceName, DateTimeOffset? expiresOn, DateTimeOffset now)
    {
        // A key that just worked is neither revoked nor expired.
        var possible = keys.Where(key => key.IsActive && !(key.ExpiresOn <= now)).ToArray();
        if (possible.Length == 1)
        {
            return possible[0];
        }

        // The date is the admin's word for this key; the source's name is only likely to be the key's.
        return expiresOn is { } given
            ? Only(possible.Where(key => key.ExpiresOn is { } real && SameDay(given, real)))
            : Only(possible.Where(key => string.Equals(key.Name, sourceName, StringComparison.OrdinalIgnoreCase)));
    }

    // The console shows a day in the admin's time zone, the API a moment in UTC: half a day to either side is the same day to somebody.
    private static bool SameDay(DateTimeOffset given, DateTimeOffset real) => (real - given).Duration() <= TimeSpan.FromDays(1);

    private static ApiKeyEntry? Only(IEnumerable<ApiKeyEntry> keys)
    {
        var two = keys.Take(2).ToArray();
        return two.Length == 1 ? two[0] : null;
    }
}
