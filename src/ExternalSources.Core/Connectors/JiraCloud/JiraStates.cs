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

/// <summary>Reads the state of single users of a site.</summary>
internal sealed class JiraStates : IUserStates
{
    private readonly JiraConnection _connection;
    private readonly JiraQueries _queries;
    private readonly JiraMemberships _memberships;
    private readonly string _source;
    private readonly object _lock = new();
    private Task<IdSet>? _administrators;

    public JiraStates(JiraConnection connection)
    {
        _connection = connection;
        _queries = connection.Queries;
        _memberships = new JiraMemberships(_queries);
        _source = connection.Source.Name;
    }

    public async Task<string?> OwnAccountIdAsync(CancellationToken cancellationToken)
    {
        var client = await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        return (await client.GetMyselfAsync(cancellationToken).ConfigureAwait(false)).AccountId;
    }

    public async Task<IReadOnlyList<UserLookup>> ReadStatesAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken)
    {
        await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
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
        var known = found.Where(matches => matches?.Count == 1).Select(matches => matches![0]).ToArray();
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
            .Zip(found, (key, matches) => matches?.Count switch
                {
                    null => Unreadable(key),
                    0 when key.AccountId is { } id && unknown.Contains(id) => Unreadable(key),
                    0 => new UserLookup(
                        null,
                        key.AccountId is null
                            ? $"'{_source}' finds no user with the address '{key}'. "
                                + "A site finds neither hidden addresses nor the addresses of deactivated users."
                            : $"'{_source}' has no user '{key}'."
                    ),
                    1 => lookups[matches![0].AccountId],
                    _ => new UserLookup(
                        null,
                        $"'{key}' matches {Invariant.Count(matches!.Count, "user")} of '{_source}': "
                            + $"{string.Join(", ", matches.Select(user => user.AccountId))}."
                    ),
                })
            .ToArray();
    }

    /// <summary>Reads one user and their groups. Members that were read before do not count.</summary>
    public async Task<UserLookup> ReadBackAsync(UserKey user, StateNeeds needs, CancellationToken cancellationToken)
    {
        var lookup = (await ReadStatesAsync(new[] { user }, needs with { Groups = Array.Empty<ExternalGroup>() }, cancellationToken).ConfigureAwait(false))[0];
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

    private UserLookup Unreadable(UserKey key) => new(null, $"The state of '{key}' is unknown, because '{_source}' cannot read the record.", IsUnknown: true);

    /// <summary>Returns a user with their groups. If the groups are unknown, the state of the user is unknown.</summary>
    private UserLookup Lookup(ExternalUser user, bool isAdministrator, ICollection<string>? groupIds) =>
        groupIds is null
            ? new UserLookup(null, $"'{_source}' does not return all groups of '{user.AccountId}'.", IsUnknown: true)
            : new UserLookup(
                new UserState
                {
                    User = user,
                    IsAdministrator = isAdministrator,
                    GroupIds = groupIds,
                },
                null
            );

    /// <summary>Counts the people of the site, without apps and portal customers. No request returns this number, so all users are listed.</summary>
    public async Task<int> CountPeopleAsync(CancellationToken cancellationToken)
    {
        await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
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
            // A request that failed or was cancelled has no result, so the next caller sends a new one.
            lock (_lock)
            {
                reading = _administrators is { IsFaulted: false, IsCanceled: false } known
                    ? known
                    : _administrators = ReadAdministratorsAsync(maxConcurrency, cancellationToken);
            }

            return await reading.ConfigureAwait(false);
        }
        catch (ServiceException exception) when (ServiceErrors.StatusOf(exception) is not (null or 401))
        {
            throw Unknown(exception.Message);
        }
    }

    private InvalidInputException Unknown(string reason) =>
        new(
            "IncludeAdministrators",
            $"The administrators of '{_source}' are unknown, so the command cannot protect them. {reason}",
            "Give the account the right to see the site's administrators, or use -IncludeAdministrators to act on administrators too."
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
            // A record that cannot be read may belong to an administrator, so it is an error here.
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

        // Every site has an administrator. An empty list means that the account may not see them.
        return administrators.Count > 0 ? administrators : throw Unknown("The site returns no administrators.");
    }
}
