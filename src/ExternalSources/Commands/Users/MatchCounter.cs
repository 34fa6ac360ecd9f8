using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Users;

/// <summary>Counts, for each source, the users that match each value that names one user.</summary>
internal sealed class MatchCounter
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Hits> _hits = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _matchesAnything;

    public MatchCounter(IEnumerable<UserFilter> filters)
    {
        foreach (var filter in filters)
        {
            _matchesAnything |= filter.Users.Count > 0;
            _ids.UnionWith(filter.AccountIds);
            _texts.UnionWith(filter.Emails.Concat(filter.Users).Where(pattern => pattern.IsExact).Select(pattern => pattern.Text));
        }
    }

    public void Count(ExternalUser user)
    {
        if (_ids.Count + _texts.Count == 0)
        {
            return;
        }

        if (!_hits.TryGetValue(user.Source, out var hits))
        {
            _hits[user.Source] = hits = new Hits();
        }

        if (_ids.Contains(user.AccountId))
        {
            Add(hits.Ids, user.AccountId);
        }

        Count(hits, user.Email);
        if (!_matchesAnything)
        {
            return;
        }

        Count(hits, user.AccountId);
        // A user whose name is the e-mail address counts once.
        if (!user.Name.Equals(user.Email, StringComparison.OrdinalIgnoreCase))
        {
            Count(hits, user.Name);
        }
    }

    /// <summary>Returns how many users of a source match a value.</summary>
    public int Of(string source, string value, bool isId) =>
        _hits.TryGetValue(source, out var hits) && (isId ? hits.Ids : hits.Texts).TryGetValue(isId ? value : TextForm.Composed(value), out var count)
            ? count
            : 0;

    private void Count(Hits hits, string? value)
    {
        if (value is not null && TextForm.Composed(value) is var text && _texts.Contains(text))
        {
            Add(hits.Texts, text);
        }
    }

    private static void Add(Dictionary<string, int> counts, string value) => counts[value] = counts.TryGetValue(value, out var count) ? count + 1 : 1;

    private sealed class Hits
    {
        public Dictionary<string, int> Ids { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, int> Texts { get; } = new(StringComparer.OrdinalIgnoreCase);
    }
}
