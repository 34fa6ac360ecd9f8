using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Session;

namespace ExternalSources.Commands.Users;

/// <summary>The users, groups, directories and sources that the pipeline objects name. Each object applies to its own sources.</summary>
internal sealed class PipelineEntries
{
    private readonly Dictionary<string, Names> _bySources = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names and wildcards of the sources of all objects.</summary>
    public IEnumerable<string> Sources => _bySources.Values.SelectMany(names => names.Sources).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an object names more than sources.</summary>
    public bool NamesAnybody => _bySources.Values.Any(names => !names.Everything);

    /// <summary>The account ids and e-mail addresses that are named, with the sources they apply to.</summary>
    public IEnumerable<(string Value, bool IsId, Func<ExternalSource, bool> Covers)> People =>
        _bySources.Values.SelectMany(names =>
            names
                .Ids.Select(id => (id, true, (Func<ExternalSource, bool>)names.Covers))
                .Concat(names.Emails.Select(email => (email, false, (Func<ExternalSource, bool>)names.Covers)))
        );

    /// <summary>The groups that are named, with the sources they apply to.</summary>
    public IEnumerable<(string Value, Func<ExternalSource, bool> Covers)> Groups =>
        _bySources.Values.SelectMany(names => names.Groups.Select(group => (group, (Func<ExternalSource, bool>)names.Covers)));

    /// <summary>Adds everything in the sources that the parameters of the command select.</summary>
    public void AddEverything(string[] sources) => Of(sources).Everything = true;

    public void AddAccounts(string[] sources, IEnumerable<string> ids) => Of(sources).Ids.UnionWith(ids);

    public void AddEmails(string[] sources, IEnumerable<string> emails) => Of(sources).Emails.UnionWith(emails);

    public void AddGroups(string[] sources, IEnumerable<string> groups) => Of(sources).Groups.UnionWith(groups);

    public void AddDirectories(string[] sources, IEnumerable<string> directories) => Of(sources).Directories.UnionWith(directories);

    /// <summary>Returns the groups that are named for a source, or <see langword="null"/> if all groups are selected.</summary>
    public IReadOnlyList<string>? GroupsIn(ExternalSource source)
    {
        var named = In(source);
        return named.Any(names => names.Everything) ? null : named.SelectMany(names => names.Groups).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
    }

    /// <summary>Returns the filters for a source: one each for ids, addresses, groups and directories.</summary>
    public IReadOnlyList<UserFilter> FiltersIn(ExternalSource source, UserFilter filter)
    {
        var named = In(source);
        if (named.Any(names => names.Everything))
        {
            return new[] { filter };
        }

        var filters = new List<UserFilter>();
        if (All(names => names.Ids, StringComparer.Ordinal) is { Length: > 0 } ids)
        {
            filters.Add(filter with { AccountIds = ids });
        }
        // A cell names one user, so a wildcard in it is a mistake.
        if (All(names => names.Emails, StringComparer.OrdinalIgnoreCase) is { Length: > 0 } emails)
        {
            filters.Add(filter with { Emails = emails.Select(TextPattern.Literal).ToArray() });
        }

        if (All(names => names.Groups, StringComparer.OrdinalIgnoreCase) is { Length: > 0 } groups)
        {
            filters.Add(filter with { Groups = groups });
        }

        if (All(names => names.Directories, StringComparer.OrdinalIgnoreCase) is { Length: > 0 } directories)
        {
            filters.Add(filter with { Directories = directories });
        }

        return filters;

        string[] All(Func<Names, IEnumerable<string>> values, StringComparer comparer) => named.SelectMany(values).Distinct(comparer).ToArray();
    }

    private Names[] In(ExternalSource source) => _bySources.Values.Where(names => names.Covers(source)).ToArray();

    private Names Of(string[] sources)
    {
        var key = string.Join("\n", sources);
        if (!_bySources.TryGetValue(key, out var names))
        {
            _bySources[key] = names = new Names(sources);
        }

        return names;
    }

    private sealed class Names
    {
        public Names(string[] sources) => Sources = sources;

        public string[] Sources { get; }

        public bool Everything { get; set; }

        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Emails { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Groups { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Directories { get; } = new(StringComparer.OrdinalIgnoreCase);

        public bool Covers(ExternalSource source) => SourceRepository.IsNamed(source, Sources);
    }
}
