using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Commands;

/// <summary>Counts, for each value that names one person, how many users of one source it fitted.</summary>
internal sealed class HitCounter
{
    private readonly Dictionary<string, Dictionary<string, int>> _hits = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _matchesAnything;

    public HitCounter(IEnumerable<UserFilter> filters)
    {
        foreach (var filter in filters)
        {
            _matchesAnything |= filter.Users.Count > 0;
            foreach (var value in filter.AccountIds.Concat(filter.Emails.Concat(filter.Users).Where(pattern => pattern.IsExact).Select(pattern => pattern.Text)))
                _hits[value] = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        }
    }

    public void Count(ExternalUser user)
    {
        if (_hits.Count == 0)
            return;
        Count(user.AccountId, user.Source);
        if (user.Email is { } email)
            Count(email, user.Source);
        // Who is named by the address is one user all the same.
        if (_matchesAnything && !user.Name.Equals(user.Email, StringComparison.OrdinalIgnoreCase))
            Count(user.Name, user.Source);
    }

    /// <summary>Each value, and the largest number of users of one source that it fitted.</summary>
    public IEnumerable<(string Value, int Count)> Results() => _hits.Select(value => (value.Key, value.Value.Count == 0 ? 0 : value.Value.Values.Max()));

    private void Count(string value, string source)
    {
        if (_hits.TryGetValue(value, out var sources))
            sources[source] = sources.TryGetValue(source, out var count) ? count + 1 : 1;
    }
}
