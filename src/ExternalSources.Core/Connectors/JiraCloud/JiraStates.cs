using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>The state of single users of a site.</summary>
internal sealed class JiraStates
{
    private readonly JiraQueries _queries;
    private readonly JiraMemberships _memberships;
    private readonly string _source;
    private readonly object _lock = new();
    private Task<IdSet>? _administrators;

    public JiraStates(JiraQueries queries, string source)
    {
        _queries = queries;
        _memberships = new JiraMemberships(queries);
        _source = source;
    }

    public async Task<IReadOnlyList<UserLookup>> ReadAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken)
    {
        var (byId, unknown) = await _queries
            .UsersByIdAsync(
                users.Select(user => user.AccountId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray(),
                needs.MaxConcurrency,
                cancellationToken
            )
            .ConfigureAwait(false);
        var ids = byId.ToLookup(user => user.AccountId, StringComparer.Ordinal);
        var found = await Batch
            .AllAsync(
                users,
                needs.MaxConcurrency,
                async (key, token) =>
                    key.AccountId is { } id ? ids[id].Take(1).ToArray() : await _queries.FindByEmailAsync(key.Email!, token).ConfigureAwait(false),
                cancellationToken
            )
            .ConfigureAwait(false);
        var known = found.Where(some => some.Count == 1).Select(some => some[0]).ToArray();
        var administrators = needs.Administrators ? await AdministratorsAsync(needs.MaxConcurrency, cancellationToken).ConfigureAwait(false) : null;
        var memberships =
            needs.Groups.Count > 0 && known.Length > 0
                ? await _memberships
                    .ReadAsync(known.Select(user => user.AccountId).ToArray(), needs.Groups, needs.MaxConcurrency, cancellationToken)
                    .ConfigureAwait(false)
                : null;
        var lookups = new Dictionary<string, UserLookup>(StringComparer.Ordinal);
        for (var i = 0; i < known.Length; i++)
        {
            lookups[known[i].AccountId] = Lookup(
                known[i],
                administrators?.Contains(known[i].AccountId) == true,
                memberships is null ? new HashSet<string>() : memberships[i]
            );
        }

        return users
            .Zip(found, (key, some) => some.Count switch
                {
                    0 when key.AccountId is { } id && unknown.Contains(id) => new UserLookup(
                        null,
                        $"'{_source}' could not read the record of '{key}', so that nobody knows how it is, or whether it is there.",
                        IsUnknown: true
                    ),
                    0 => new UserLookup(
                        null,
                        $"'{_source}' has no user '{key}'{(key.AccountId is null ? ", or hides the address; a site finds nobody who is deactivated by address" : string.Empty)}."
                    ),
                    1 => lookups[some[0].AccountId],
                    _ => new UserLookup(
                        null,
                        $"'{key}' fits {Invariant.Count(some.Count, "user")} of '{_source}': {string.Join(", ", some.Select(user => user.AccountId))}."
                    ),
                })
            .ToArray();
    }

    /// <summary>A single user, as they are now: what is known of groups from before does not count.</summary>
    public async Task<UserLookup> ReadOneAsync(UserKey user, StateNeeds needs, CancellationToken cancellationToken)
    {
        var lookup = (await ReadAsync(new[] { user }, needs with { Groups = Array.Empty<ExternalGroup>() }, cancellationToken).ConfigureAwait(false))[0];
        if (lookup.State is null || needs.Groups.Count == 0)
        {
            return lookup;
        }

        var groups = await _queries.GroupsOfUserAsync(lookup.State.User.AccountId, cancellationToken).ConfigureAwait(false);
        return Lookup(
            lookup.State.User,
            lookup.State.IsAdministrator,
            groups is null ? null : new HashSet<string>(groups.Select(group => group.Id), StringComparer.Ordinal)
        );
    }

    /// <summary>A user with their groups, where these are told: one that nobody knows may be the one that it is about.</summary>
    private UserLookup Lookup(ExternalUser user, bool isAdministrator, ICollection<string>? groupIds) =>
        groupIds is null
            ? new UserLookup(null, $"'{_source}' does not tell all groups of '{user.AccountId}'.", IsUnknown: true)
            : new UserLookup(
                new UserState
                {
                    User = user,
                    IsAdministrator = isAdministrator,
                    GroupIds = groupIds,
                },
                null
            );

    /// <summary>How many people the site has, apps and portal customers not counted: no call tells that, so they are listed.</summary>
    public async Task<int> CountPeopleAsync(CancellationToken cancellationToken)
    {
        var people = 0;
        await _queries
            .Users(8)
            .ReadAsync(
                page =>
                {
                    people += page.Count(user => user.AccountType == nameof(AccountType.Person));
                    return Task.CompletedTask;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return people;
    }

    private async Task<IdSet> AdministratorsAsync(int maxConcurrency, CancellationToken cancellationToken)
    {
        try
        {
            Task<IdSet> reading;
            // One that failed or was cancelled says nothing about the next.
            lock (_lock)
            {
                reading = _administrators is { IsFaulted: false, IsCanceled: false } known
                    ? known
                    : _administrators = ReadAdministratorsAsync(maxConcurrency, cancellationToken);
            }

            return await reading.ConfigureAwait(false);
        }
        catch (ServiceException exception)
            when ((exception as ServiceStatusException ?? exception.InnerException as ServiceStatusException) is { StatusCode: not 401 })
        {
            throw Unknown(exception.Message);
        }
    }

    private InvalidInputException Unknown(string why) =>
        new(
            "IncludeAdministrators",
            $"Who administers '{_source}' could not be found out, so nobody could be kept safe. {why}",
            "Give the account the right to see the site's administrators, or act on them too with -IncludeAdministrators."
        );

    private async Task<IdSet> ReadAdministratorsAsync(int maxConcurrency, CancellationToken cancellationToken)
    {
        var administrators = new IdSet();
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var accessType in new[] { "site-admin", "admin" })
        {
            foreach (var group in await _queries.GroupsOfAccessTypeAsync(accessType, cancellationToken).ConfigureAwait(false))
            {
                groups.Add(group.Id);
            }
        }

        foreach (var group in groups)
        {
            // An administrator whose record could not be read would not be kept safe.
            await _queries
                .Members(group, maxConcurrency)
                .ReadWholeAsync(
                    page =>
                    {
                        foreach (var user in page)
                        {
                            administrators.Add(user.AccountId);
                        }

                        return Task.CompletedTask;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        // Somebody administers every site; Jira answers what one may not see with an empty list, too.
        return administrators.Count > 0 ? administrators : throw Unknown("The site tells of no administrator.");
    }
}
