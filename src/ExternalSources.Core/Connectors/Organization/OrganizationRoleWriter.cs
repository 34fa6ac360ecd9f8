using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Reads and revokes the roles of users (https://developer.atlassian.com/cloud/admin/organization/rest/).</summary>
internal sealed class OrganizationRoleWriter : IRoleWriter
{
    private readonly OrganizationConnection _connection;

    public OrganizationRoleWriter(OrganizationConnection connection) => _connection = connection;

    public Task<IReadOnlyList<RoleAssignment>> ReadRolesAsync(string accountId, CancellationToken cancellationToken) =>
        _connection.Queries.RolesOfUserAsync(accountId, cancellationToken);

    /// <summary>POST /admin/v1/orgs/{orgId}/users/{userId}/roles/revoke.</summary>
    public Task RevokeRoleAsync(string accountId, RoleReference role, CancellationToken cancellationToken) =>
        _connection.Client.Service.WriteAsync(
            HttpMethod.Post,
            $"{_connection.FirstOrganizationPath}/users/{Uri.EscapeDataString(accountId)}/roles/revoke",
            new JObject { ["role"] = role.Role, ["resource"] = role.ResourceId },
            cancellationToken
        );
}
