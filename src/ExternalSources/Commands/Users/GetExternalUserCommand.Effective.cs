using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Users;

// One object a person: the filters find the people, and then every source is asked about them, whatever it would have filtered.
public sealed partial class GetExternalUserCommand
{
    /// <summary>Writes people with their states in all sources.</summary>
    /// <returns>Whether -First had what it wanted before the lists ended.</returns>
    private bool WriteEffective(UserFilter filter, IReadOnlyList<ExternalSource> sources, MatchCounter hits)
    {
        // What only brings more about people finds nobody, and keeps no source from finding them.
        var plain = filter with { IncludeGroups = false, IncludeApplications = false, IncludeRoles = false };
        var finders = sources.Where(source => Refusal(plain, source) is null).ToArray();
        if (finders.Length == 0)
        {
            foreach (var source in sources)
            {
                WriteError(Refusal(plain, source)!.ToRecord(source.Name));
            }

            return true;
        }

        var isCut = false;
        string[]? found = null;
        if (PagingParameters.First != ulong.MaxValue || PagingParameters.Skip > 0 || _entries.NamesAnybody || filter.Selects())
        {
            found = Find(finders, finders.ToDictionary(source => source.Id, source => _entries.FiltersIn(source, plain)), hits, out isCut);
            if (found.Length == 0)
            {
                return isCut;
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

        // The entries of a list say where to look for somebody, and not where to look at them.
        var all = IsArgument(nameof(Source)) || _namesSources || found is null ? sources : Select("ReadUsers", new[] { Everywhere });
        var unread = new HashSet<string>(Unread, StringComparer.OrdinalIgnoreCase);
        var people = Join(filter, all.Where(source => !unread.Contains(source.Name)).ToArray(), found);
        var notRead = Unread.Where(name => all.Any(source => source.Name == name)).ToArray();
        var types = all.ToDictionary(source => source.Name, source => source.Type);
        foreach (var states in people)
        {
            WriteObject(EffectiveState.Of(states, name => types[name], notRead));
        }

        if (found is not null && notRead.Length == 0 && people.Length < found.Length)
        {
            WriteError(
                new IncompleteListException(
                    $"{Invariant.Count(found.Length - people.Length, "user")} who {(found.Length - people.Length == 1 ? "was" : "were")} found a moment ago did not come when the sources were asked about them.",
                    "Somebody may have deleted them meanwhile. Run the command again.",
                    people.Length
                ).ToRecord(null)
            );
        }

        return isCut;
    }

    /// <summary>The ids of the people whom the filters find: those that -First and -Skip let through, in the order of the sources.</summary>
    private string[] Find(
        IReadOnlyList<ExternalSource> sources,
        IReadOnlyDictionary<Guid, IReadOnlyList<UserFilter>> filters,
        MatchCounter hits,
        out bool isCut
    )
    {
        // No source has to give more than what would be enough if it were the only one.
        var most = PagingParameters.First > ulong.MaxValue - PagingParameters.Skip ? ulong.MaxValue : PagingParameters.First + PagingParameters.Skip;
        var enough = sources.ToDictionary(source => source.Name, _ => new CancellationTokenSource());
        var found = sources.ToDictionary(source => source.Name, _ => new List<string>());
        try
        {
            Read(
                sources,
                filters,
                source => enough[source.Name].Token,
                users =>
                {
                    if (users.Count == 0)
                    {
                        return;
                    }

                    foreach (var user in users)
                    {
                        hits.Count(user);
                        found[user.Source].Add(user.AccountId);
                    }

                    if ((ulong)found[users[0].Source].Count >= most)
                    {
                        enough[users[0].Source].Cancel();
                    }
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

        var page = new PageWindow(PagingParameters);
        return sources.SelectMany(source => found[source.Name]).Distinct(StringComparer.Ordinal).Where(_ => page.Takes()).ToArray();
    }

    /// <summary>The states of each person, in the order of their ids or, where everybody is wanted, of the sources.</summary>
    private List<ExternalUser>[] Join(UserFilter filter, IReadOnlyList<ExternalSource> sources, IReadOnlyList<string>? ids)
    {
        var read = sources.ToDictionary(source => source.Name, _ => new List<ExternalUser>());
        // Whether somebody still holds a seat takes an organization a few requests, a site one for each user. Roles only an organization knows.
        var filters = sources.ToDictionary(
            source => source.Id,
            source =>
                (IReadOnlyList<UserFilter>)
                    new[] { source.Type == SourceType.Access ? filter with { IncludeApplications = true } : filter with { IncludeRoles = false } }
        );
        Read(
            sources,
            filters,
            _ => CancellationToken.None,
            users =>
            {
                foreach (var user in users)
                {
                    read[user.Source].Add(user);
                }
            },
            asksForAll: true
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
