using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Finds the groups that grant applications to users.</summary>
internal sealed class OrganizationAccessRevoker : IAccessRevoker
{
    private readonly OrganizationConnection _connection;

    public OrganizationAccessRevoker(OrganizationConnection connection) => _connection = connection;

    public Task<IReadOnlyList<ApplicationSelector>> SelectAsync(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<string> workspaces,
        CancellationToken cancellationToken
    ) => _connection.Workspaces.SelectAsync(applications, workspaces, cancellationToken);

    public async Task<IReadOnlyList<ExternalGroup>> GrantingGroupsAsync(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<UserState> users,
        CancellationToken cancellationToken
    )
    {
        var granting = _connection.GrantingGroups ??= new GrantingGroups(_connection.Queries);
        if (users.Count == 0)
        {
            // The application must exist, even if its seats are only held directly.
            await _connection.Workspaces.FindAsync(applications, 4, cancellationToken).ConfigureAwait(false);
        }

        var groups = await granting.OfAsync(applications, users, cancellationToken).ConfigureAwait(false);
        OrganizationConnection.RequireDirectories(groups.Where(group => group.Applications is not null));
        return groups;
    }

    /// <summary>An organization shows every role of a user, and the run reads them.</summary>
    public Task<IReadOnlyList<string>> UnseenSeatsAsync(IReadOnlyList<ApplicationSelector> applications, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);
}
