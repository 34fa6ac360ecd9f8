using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Commands;

/// <summary>Whom the records of a pipeline name, each in the sources of its own record.</summary>
internal sealed class NamedUsers
{
    private readonly Dictionary<string, Names> _bySources = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names and wildcards of all sources.</summary>
    public IEnumerable<string> Sources => _bySources.Values.SelectMany(names => names.Sources).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Everybody, or whom the arguments of the command select.</summary>
    public void AddEverybody(string[] sources) => Of(sources).Everybody = true;

    public void AddAccounts(string[] sources, IEnumerable<string> ids) => Of(sources).Ids.UnionWith(ids);

    public void AddEmails(string[] sources, IEnumerable<string> emails) => Of(sources).Emails.UnionWith(emails);

    public void AddMembers(string[] sources, IEnumerable<string> groups) => Of(sources).Groups.UnionWith(groups);

    /// <summary>What selects those who are named in a source: ids, addresses and groups take a list each.</summary>
    public IReadOnlyList<UserFilter> In(ExternalSource source, UserFilter filter, Func<IEnumerable<string>, TextPattern[]> patterns)
    {
        var named = _bySources.Values.Where(names => names.Covers(source)).ToArray();
        if (named.Any(names => names.Everybody))
            return new[] { filter };
        var ids = named.SelectMany(names => names.Ids).Distinct(StringComparer.Ordinal).ToArray();
        var emails = named.SelectMany(names => names.Emails).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        var groups = named.SelectMany(names => names.Groups).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        var filters = new List<UserFilter>();
        if (ids.Length > 0)
            filters.Add(filter with { AccountIds = ids });
        if (emails.Length > 0)
            filters.Add(filter with { Emails = patterns(emails) });
        if (groups.Length > 0)
            filters.Add(filter with { Groups = groups });
        return filters;
    }

    private Names Of(string[] sources)
    {
        var key = string.Join("\n", sources);
        if (!_bySources.TryGetValue(key, out var names))
            _bySources[key] = names = new Names(sources);
        return names;
    }

    private sealed class Names
    {
        public Names(string[] sources) => Sources = sources;

        public string[] Sources { get; }

        public bool Everybody { get; set; }

        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Emails { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Groups { get; } = new(StringComparer.OrdinalIgnoreCase);

        public bool Covers(ExternalSource source) => SourceCatalog.IsNamed(source, Sources);
    }
}
