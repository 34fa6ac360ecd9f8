using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Looks users up by account id or e-mail address, with as few searches as the documented limits allow. A search takes ten times as many addresses as ids,
/// so users with a known address are looked up by address first. An address may have moved to another account, so only the account id decides. Where the
/// whole list takes fewer requests, it is read instead.
/// </summary>
internal sealed class OrganizationLookup
{
    /// <summary>So few searches cost hardly more than the count that the whole list would need.</summary>
    private const int FewSearches = 2;

    private readonly OrganizationConnection _connection;
    private readonly string[] _expand;
    private readonly SharedRead<int?> _pages = new();

    public OrganizationLookup(OrganizationConnection connection, params string[] expand)
    {
        _connection = connection;
        _expand = expand;
    }

    /// <summary>Returns how many searches the users need, if each address still belongs to its account.</summary>
    public static int Searches(IReadOnlyList<UserKey> users)
    {
        var (ids, addresses) = Plan(users);
        return Cost(ids, addresses);
    }

    /// <summary>Whether the whole list takes fewer requests than a number of searches. The users are counted once.</summary>
    public async Task<bool> IsListCheaperAsync(int searches, CancellationToken cancellationToken) =>
        searches > FewSearches && searches > await _pages.GetAsync(CountPagesAsync, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns the users who were found, and possibly others: the owners of addresses that have moved.</summary>
    public async Task<FoundUsers> FindAsync(IReadOnlyList<UserKey> users, int maxConcurrency, CancellationToken cancellationToken)
    {
        if (!await IsListCheaperAsync(Searches(users), cancellationToken).ConfigureAwait(false))
        {
            return await SearchAsync(users, maxConcurrency, cancellationToken).ConfigureAwait(false);
        }

        var byId = new HashSet<string>(users.Select(user => user.AccountId).OfType<string>(), StringComparer.Ordinal);
        var byAddress = new HashSet<string>(
            users.Where(user => user.AccountId is null).Select(user => user.Email).OfType<string>(),
            StringComparer.OrdinalIgnoreCase
        );
        var found = (await AllAsync(cancellationToken).ConfigureAwait(false))
            .Where(user => byId.Contains(user.AccountId) || (user.Email is { } email && byAddress.Contains(email)))
            .ToArray();
        // The documents do not say whether the list has accounts in no directory. It may also lack addresses.
        byId.ExceptWith(found.Select(user => user.AccountId));
        byAddress.ExceptWith(found.Select(user => user.Email).OfType<string>());
        var left = users.Where(user => user.AccountId is { } id ? byId.Contains(id) : byAddress.Contains(user.Email!)).ToArray();
        var rest = left.Length == 0 ? FoundUsers.None : await SearchAsync(left, maxConcurrency, cancellationToken).ConfigureAwait(false);
        return rest with { Users = Distinct(found.Concat(rest.Users)) };
    }

    /// <summary>Returns the whole list.</summary>
    public Task<IReadOnlyList<ExternalUser>> AllAsync(CancellationToken cancellationToken) =>
        OrganizationQueries.AllAsync(_connection.Queries.Users(new JObject { ["expand"] = new JArray(_expand.Cast<object>().ToArray()) }), cancellationToken);

    private static ExternalUser[] Distinct(IEnumerable<ExternalUser> users) =>
        users.GroupBy(user => user.AccountId, StringComparer.Ordinal).Select(same => same.First()).ToArray();

    /// <summary>Returns how many requests the whole list needs; <see langword="null"/> if the service does not count the users.</summary>
    private async Task<int?> CountPagesAsync(CancellationToken cancellationToken)
    {
        var count = await Result.OfAsync(() => _connection.Queries.CountUsersAsync([], cancellationToken)).ConfigureAwait(false);
        return count.Value is { } all ? SearchLimits.Users.Pages(all) : null;
    }

    private async Task<FoundUsers> SearchAsync(IReadOnlyList<UserKey> users, int maxConcurrency, CancellationToken cancellationToken)
    {
        var (ids, addresses) = Plan(users);
        var found = await SearchAsync(ids, addresses, maxConcurrency, cancellationToken).ConfigureAwait(false);
        var known = new HashSet<string>(found.Users.Select(user => user.AccountId), StringComparer.Ordinal);
        // The service does not return hidden addresses, and addresses change.
        var left = users.Select(user => user.AccountId).OfType<string>().Except(ids).Where(id => !known.Contains(id)).ToArray();
        if (left.Length == 0)
        {
            return found;
        }

        var more = await SearchAsync(left, [], maxConcurrency, cancellationToken).ConfigureAwait(false);
        return new FoundUsers(Distinct(found.Users.Concat(more.Users)), found.Unknown.Concat(more.Unknown).ToArray());
    }

    /// <summary>Returns the ids and the addresses to search by.</summary>
    private static (string[] Ids, string[] Addresses) Plan(IReadOnlyList<UserKey> users)
    {
        var addresses = Distinct(users.Where(user => user.AccountId is null).Select(user => user.Email));
        var ids = Distinct(users.Where(user => user.Email is null).Select(user => user.AccountId), StringComparer.Ordinal);
        var both = users.Where(user => user.AccountId is not null && user.Email is not null).ToArray();
        var byId = Distinct(ids.Concat(both.Select(user => user.AccountId)), StringComparer.Ordinal);
        var byAddress = Distinct(addresses.Concat(both.Select(user => user.Email)));
        return Cost(byId, addresses) <= Cost(ids, byAddress) ? (byId, addresses) : (ids, byAddress);
    }

    private static int Cost(string[] ids, string[] addresses) =>
        SearchLimits.Users.Searches("accountIds", ids.Length) + SearchLimits.Users.Searches("emails", addresses.Length);

    private static string[] Distinct(IEnumerable<string?> values, StringComparer? comparer = null) =>
        values.OfType<string>().Distinct(comparer ?? StringComparer.OrdinalIgnoreCase).ToArray();

    private async Task<FoundUsers> SearchAsync(string[] ids, string[] addresses, int maxConcurrency, CancellationToken cancellationToken)
    {
        var searches = Searches("accountIds", ids).Concat(Searches("emails", addresses)).ToArray();
        var found = await Batch.AllAsync(searches, maxConcurrency, SearchAsync, cancellationToken).ConfigureAwait(false);
        return new FoundUsers(Distinct(found.SelectMany(search => search.Users)), found.SelectMany(search => search.Unknown).ToArray());
    }

    /// <summary>One search. If it has a record that the service could not read, any of the missing users may be that record.</summary>
    private async Task<FoundUsers> SearchAsync(JObject query, CancellationToken cancellationToken)
    {
        var list = _connection.Queries.Users(query);
        var users = await OrganizationQueries.AllAsync(list, cancellationToken).ConfigureAwait(false);
        return new FoundUsers(
            users,
            list.Unreadable == 0
                ? []
                : (query["accountIds"] ?? query["emails"]!)
                    .Values<string>()
                    .OfType<string>()
                    .Where(value => !users.Any(user => user.AccountId == value || value.Equals(user.Email, StringComparison.OrdinalIgnoreCase)))
                    .ToArray()
        );
    }

    private IEnumerable<JObject> Searches(string member, string[] values) =>
        values.Length == 0
            ? []
            : SearchLimits.Users.Split(new JObject { [member] = new JArray(values), ["expand"] = new JArray(_expand.Cast<object>().ToArray()) });
}

/// <summary>The users that a lookup found.</summary>
/// <param name="Users">The users.</param>
/// <param name="Unknown">The ids and addresses of which it is unknown whether they have a user: the service could not read all records.</param>
internal sealed record FoundUsers(IReadOnlyList<ExternalUser> Users, IReadOnlyCollection<string> Unknown)
{
    public static FoundUsers None { get; } = new([], []);
}
