using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Reads when the accounts of an organization were last active. It looks accounts up until that has cost as many requests as the whole list would, and then
/// reads the whole list: together, at most twice the requests of the cheaper way.
/// </summary>
internal sealed class OrganizationActivityReader : IActivityReader
{
    private const int MaxConcurrency = 8;

    private readonly OrganizationConnection _connection;
    private readonly OrganizationLookup _lookup;
    private readonly SharedRead<IReadOnlyDictionary<string, ExternalUser>> _all = new();
    private int _searches;

    public OrganizationActivityReader(OrganizationConnection connection)
    {
        _connection = connection;
        _lookup = new OrganizationLookup(connection, "productAccess");
    }

    public async Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(
        IReadOnlyList<UserKey> users,
        IReadOnlyList<ApplicationSelector> applications,
        CancellationToken cancellationToken
    )
    {
        // A site's own applications exist, so this search does not have to find their resources.
        var seats = applications.Count == 0 ? null : new SeatSearch(applications, [], []);
        var found = await FindAsync(users, cancellationToken).ConfigureAwait(false);
        return (await _connection.ActivityRight.CheckAsync(found, seats, true, cancellationToken).ConfigureAwait(false)).ToDictionary(
            user => user.AccountId,
            StringComparer.Ordinal
        );
    }

    private async Task<IReadOnlyList<ExternalUser>> FindAsync(IReadOnlyList<UserKey> users, CancellationToken cancellationToken)
    {
        if (await WholeListAsync(users, cancellationToken).ConfigureAwait(false) is { } all)
        {
            return users.Select(user => all.TryGetValue(user.AccountId!, out var known) ? known : null).OfType<ExternalUser>().Distinct().ToArray();
        }

        var wanted = new HashSet<string>(users.Select(user => user.AccountId!), StringComparer.Ordinal);
        var found = await _lookup.FindAsync(users, MaxConcurrency, cancellationToken).ConfigureAwait(false);
        return found.Users.Where(user => wanted.Contains(user.AccountId)).ToArray();
    }

    /// <summary>Returns the whole list if it is the cheaper way, or <see langword="null"/>.</summary>
    private async Task<IReadOnlyDictionary<string, ExternalUser>?> WholeListAsync(IReadOnlyList<UserKey> users, CancellationToken cancellationToken)
    {
        var searches = Interlocked.Add(ref _searches, OrganizationLookup.Searches(users));
        return await _lookup.IsListCheaperAsync(searches, cancellationToken).ConfigureAwait(false)
            ? await _all.GetAsync(ReadAllAsync, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private async Task<IReadOnlyDictionary<string, ExternalUser>> ReadAllAsync(CancellationToken cancellationToken) =>
        (await _lookup.AllAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(user => user.AccountId, StringComparer.Ordinal);
}
