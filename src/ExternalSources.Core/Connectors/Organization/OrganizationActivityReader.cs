using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Reads when the accounts of an organization were last active.</summary>
internal sealed class OrganizationActivityReader : IActivityReader
{
    private readonly OrganizationUserReader _users;

    public OrganizationActivityReader(OrganizationConnection connection) => _users = new OrganizationUserReader(connection);

    public async Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(IReadOnlyList<string> accountIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ExternalUser>(StringComparer.Ordinal);
        var filter = new UserFilter { AccountIds = accountIds, AccountTypes = Array.Empty<AccountType>() };
        await _users.ReadUsersAsync(filter, new UserListing { WriteAsync = AddAsync, ForActivity = true }, cancellationToken).ConfigureAwait(false);
        return found;

        Task AddAsync(IReadOnlyList<ExternalUser> page)
        {
            foreach (var user in page)
            {
                found[user.AccountId] = user;
            }

            return Task.CompletedTask;
        }
    }
}
