using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Users;

/// <summary>The sources that <see cref="EffectiveReader"/> reads from.</summary>
internal interface IUserSources
{
    /// <summary>The sources that could not be read to the end.</summary>
    IReadOnlyCollection<string> Unread { get; }

    /// <summary>Returns all sources that list users.</summary>
    IReadOnlyList<ExternalSource> SelectAll();

    /// <summary>Reads users from several sources at the same time.</summary>
    void Read(UserRead read);
}

/// <summary>The result of -Effective.</summary>
internal sealed record EffectiveResult
{
    public IEnumerable<EffectiveUser> Users { get; init; } = Array.Empty<EffectiveUser>();

    /// <summary>Whether the lists were not read to the end because no more users were needed.</summary>
    public bool IsCut { get; init; }

    /// <summary>The sources that cannot apply the filters, if none of the sources can.</summary>
    public IReadOnlyList<(string Source, CapabilityException Error)> Refusals { get; init; } = Array.Empty<(string, CapabilityException)>();

    /// <summary>Set if users were found that no source returned again.</summary>
    public IncompleteListException? Missing { get; init; }
}

/// <summary>Finds users by the filters, reads each of them from every source, and joins the states into one object per user.</summary>
internal sealed class EffectiveReader
{
    private readonly IUserSources _sources;
    private readonly MatchCounter _hits;
    private readonly ulong _skip;
    private readonly ulong _first;

    public EffectiveReader(IUserSources sources, MatchCounter hits, ulong skip, ulong first)
    {
        _sources = sources;
        _hits = hits;
        _skip = skip;
        _first = first;
    }

    /// <summary>Reads the users.</summary>
    /// <param name="selection">The users to find.</param>
    /// <param name="sources">The sources to find them in.</param>
    /// <param name="isLimited">Whether the users are read from these sources only. If not, users who are found are read from all sources.</param>
    public EffectiveResult Read(UserSelection selection, IReadOnlyList<ExternalSource> sources, bool isLimited)
    {
        var filter = selection.Filter;
        // -Include selects no users, so a source that cannot return such data can still find users.
        var plain = filter with { IncludeGroups = false, IncludeApplications = false, IncludeRoles = false };
        var finders = sources.Where(source => UserSelection.Refusal(plain, source) is null).ToArray();
        if (finders.Length == 0)
        {
            return new EffectiveResult { IsCut = true, Refusals = sources.Select(source => (source.Name, UserSelection.Refusal(plain, source)!)).ToArray() };
        }

        var isCut = false;
        string[]? found = null;
        if (_first != ulong.MaxValue || _skip > 0 || selection.Entries.NamesAnybody || filter.Selects())
        {
            found = Find(finders, finders.ToDictionary(source => source.Id, source => selection.Entries.FiltersIn(source, plain)), out isCut);
            if (found.Length == 0)
            {
                return new EffectiveResult { IsCut = isCut };
            }

            filter = new UserFilter
            {
                AccountIds = found,
                AccountTypes = Array.Empty<AccountType>(),
                IncludeGroups = filter.IncludeGroups,
                IncludeApplications = filter.IncludeApplications,
                IncludeRoles = filter.IncludeRoles,
            };
        }

        var all = isLimited || found is null ? sources : _sources.SelectAll();
        var unread = new HashSet<string>(_sources.Unread, StringComparer.OrdinalIgnoreCase);
        var people = Join(filter, all.Where(source => !unread.Contains(source.Name)).ToArray(), found);
        var notRead = _sources.Unread.Where(name => all.Any(source => source.Name == name)).ToArray();
        var types = all.ToDictionary(source => source.Name, source => source.Type);
        return new EffectiveResult
        {
            // One at a time: the states of all users are in memory already.
            Users = people.Select(states => EffectiveState.Of(states, name => types[name], notRead)),
            IsCut = isCut,
            Missing = found is not null && notRead.Length == 0 && people.Length < found.Length ? Missing(found.Length - people.Length, people.Length) : null,
        };
    }

    private static IncompleteListException Missing(int missing, int read) =>
        new(
            $"{Invariant.Count(missing, "user")} matched the filters, but the sources did not return {(missing == 1 ? "this user" : "these users")} again.",
            "The accounts may have been deleted in the meantime. Run the command again.",
            read
        );

    /// <summary>Returns the ids of the users that match, after -Skip and -First, in the order of the sources.</summary>
    private string[] Find(IReadOnlyList<ExternalSource> sources, IReadOnlyDictionary<Guid, IReadOnlyList<UserFilter>> filters, out bool isCut)
    {
        // The users of one source may all be new, so each source stops only when it alone has enough.
        var most = _first > ulong.MaxValue - _skip ? ulong.MaxValue : _first + _skip;
        var enough = sources.ToDictionary(source => source.Name, _ => new CancellationTokenSource());
        var found = sources.ToDictionary(source => source.Name, _ => new List<string>());
        try
        {
            _sources.Read(
                new UserRead
                {
                    Sources = sources,
                    Filters = filters,
                    Enough = source => enough[source.Name].Token,
                    Take = users =>
                    {
                        if (users.Count == 0)
                        {
                            return;
                        }

                        foreach (var user in users)
                        {
                            _hits.Count(user);
                            found[user.Source].Add(user.AccountId);
                        }

                        if ((ulong)found[users[0].Source].Count >= most)
                        {
                            enough[users[0].Source].Cancel();
                        }
                    },
                }
            );
            isCut = enough.Values.Any(one => one.IsCancellationRequested);
        }
        finally
        {
            foreach (var one in enough.Values)
            {
                one.Dispose();
            }
        }

        var page = new PageWindow(_skip, _first);
        return sources.SelectMany(source => found[source.Name]).Distinct(StringComparer.Ordinal).Where(_ => page.Takes()).ToArray();
    }

    /// <summary>Returns the states of each user, in the order of the ids, or in the order of the sources if there are no ids.</summary>
    private List<ExternalUser>[] Join(UserFilter filter, IReadOnlyList<ExternalSource> sources, IReadOnlyList<string>? ids)
    {
        var read = sources.ToDictionary(source => source.Name, _ => new List<ExternalUser>());
        _sources.Read(
            new UserRead
            {
                Sources = sources,
                // Applications take few requests in an organization, and one request per user on a site. Only organizations return roles.
                Filters = sources.ToDictionary(
                    source => source.Id,
                    source =>
                        (IReadOnlyList<UserFilter>)
                            new[] { source.Type == SourceType.Access ? filter with { IncludeApplications = true } : filter with { IncludeRoles = false } }
                ),
                Take = users =>
                {
                    foreach (var user in users)
                    {
                        read[user.Source].Add(user);
                    }
                },
                AsksForAll = true,
            }
        );

        var people = new Dictionary<string, List<ExternalUser>>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var user in sources.SelectMany(source => read[source.Name]))
        {
            if (!people.TryGetValue(user.AccountId, out var states))
            {
                people[user.AccountId] = states = new List<ExternalUser>();
                order.Add(user.AccountId);
            }

            states.Add(user);
        }

        return (ids ?? order).Where(people.ContainsKey).Select(id => people[id]).ToArray();
    }
}
