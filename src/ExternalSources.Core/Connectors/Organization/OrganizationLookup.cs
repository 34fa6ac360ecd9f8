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
/// so users with a known address are looked up by address first. An address may have moved to another account, so only the account id decides.
/// </summary>
internal sealed class OrganizationLookup
{
    private readonly OrganizationQueries _queries;
    private readonly string[] _expand;

    public OrganizationLookup(OrganizationQueries queries, params string[] expand)
    {
        _queries = queries;
        _expand = expand;
    }

    /// <summary>Returns how many searches the users need, if each address still belongs to its account.</summary>
    public static int Searches(IReadOnlyList<UserKey> users)
    {
        var (ids, addresses) = Plan(users);
        return Cost(ids, addresses);
    }

    /// <summary>Returns the users who were found, and possibly others: the owners of addresses that have moved.</summary>
    public async Task<IReadOnlyList<ExternalUser>> FindAsync(IReadOnlyList<UserKey> users, int maxConcurrency, CancellationToken cancellationToken)
    {
        var (ids, addresses) = Plan(users);
        var found = await SearchAsync(ids, addresses, maxConcurrency, cancellationToken).ConfigureAwait(false);
        var known = new HashSet<string>(found.Select(user => user.AccountId), StringComparer.Ordinal);
        // The service does not return hidden addresses, and addresses change.
        var left = users.Select(user => user.AccountId).OfType<string>().Except(ids).Where(id => !known.Contains(id)).ToArray();
        return left.Length == 0
            ? found
            : found
                .Concat(await SearchAsync(left, [], maxConcurrency, cancellationToken).ConfigureAwait(false))
                .GroupBy(user => user.AccountId)
                .Select(same => same.First())
                .ToArray();
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

    private async Task<IReadOnlyList<ExternalUser>> SearchAsync(string[] ids, string[] addresses, int maxConcurrency, CancellationToken cancellationToken)
    {
        var searches = Searches("accountIds", ids).Concat(Searches("emails", addresses)).ToArray();
        var found = await Batch
            .AllAsync(searches, maxConcurrency, (query, token) => OrganizationQueries.AllAsync(_queries.Users(query), token), cancellationToken)
            .ConfigureAwait(false);
        return found.SelectMany(page => page).GroupBy(user => user.AccountId, StringComparer.Ordinal).Select(same => same.First()).ToArray();
    }

    private IEnumerable<JObject> Searches(string member, string[] values) =>
        values.Length == 0
            ? []
            : SearchLimits.Users.Split(new JObject { [member] = new JArray(values), ["expand"] = new JArray(_expand.Cast<object>().ToArray()) });
}
