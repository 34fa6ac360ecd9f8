using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Changes the members of groups (https://developer.atlassian.com/cloud/admin/organization/rest/).</summary>
internal sealed class OrganizationGroupWriter : IGroupWriter
{
    private readonly OrganizationConnection _connection;

    public OrganizationGroupWriter(OrganizationConnection connection) => _connection = connection;

    public Task<ExternalGroup> FindGroupAsync(string nameOrId, CancellationToken cancellationToken) =>
        _connection.Queries.FindGroupAsync(nameOrId, cancellationToken);

    /// <summary>POST .../groups/{groupId}/memberships.</summary>
    public Task<bool> AddMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken) =>
        WriteOutcome.ChangedAsync(
            _connection.Client.Service.WriteAsync(
                HttpMethod.Post,
                _connection.PathOf(group) + "/memberships",
                new JObject { ["accountId"] = accountId },
                cancellationToken
            ),
            refusal => refusal is { StatusCode: 409, Code: "ADMIN-409-28" }
        );

    /// <summary>DELETE .../groups/{groupId}/memberships/{accountId}.</summary>
    public Task<bool> RemoveMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken) =>
        WriteOutcome.ChangedAsync(
            _connection.Client.Service.WriteAsync(
                HttpMethod.Delete,
                $"{_connection.PathOf(group)}/memberships/{Uri.EscapeDataString(accountId)}",
                null,
                cancellationToken
            ),
            refusal => refusal is { StatusCode: 404, Code: "ADMIN-404-8" }
        );
}
