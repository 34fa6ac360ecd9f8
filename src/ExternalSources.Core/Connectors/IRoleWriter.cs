using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Reads the roles that users hold, and revokes the roles that they hold directly.</summary>
[Capability("RevokeRoles", "Revoke roles that users hold without a group")]
internal interface IRoleWriter
{
    /// <summary>Returns the roles of a user in all resources.</summary>
    Task<IReadOnlyList<RoleAssignment>> ReadRolesAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Revokes a role that the user holds directly. The same role through a group remains.</summary>
    Task RevokeRoleAsync(string accountId, RoleReference role, CancellationToken cancellationToken);
}
