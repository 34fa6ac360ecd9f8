using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Deactivates, reactivates and deletes managed accounts (https://developer.atlassian.com/cloud/admin/user-management/rest/).</summary>
internal sealed class OrganizationAccountLifecycle : IAccountLifecycle
{
    private readonly OrganizationConnection _connection;

    public OrganizationAccountLifecycle(OrganizationConnection connection) => _connection = connection;

    /// <summary>POST /users/{accountId}/manage/lifecycle/disable.</summary>
    public Task DisableAsync(string accountId, string? message, CancellationToken cancellationToken) =>
        SendAsync(accountId, "disable", message is null ? new JObject() : new JObject { ["message"] = message }, cancellationToken);

    /// <summary>POST /users/{accountId}/manage/lifecycle/enable.</summary>
    public Task EnableAsync(string accountId, CancellationToken cancellationToken) => SendAsync(accountId, "enable", null, cancellationToken);

    /// <summary>POST /users/{accountId}/manage/lifecycle/delete.</summary>
    public Task DeleteAsync(string accountId, CancellationToken cancellationToken) => SendAsync(accountId, "delete", null, cancellationToken);

    /// <summary>POST /users/{accountId}/manage/lifecycle/cancel-delete.</summary>
    public Task CancelDeletionAsync(string accountId, CancellationToken cancellationToken) => SendAsync(accountId, "cancel-delete", null, cancellationToken);

    private Task SendAsync(string accountId, string change, JObject? body, CancellationToken cancellationToken) =>
        _connection.Client.Service.WriteAsync(HttpMethod.Post, $"users/{Uri.EscapeDataString(accountId)}/manage/lifecycle/{change}", body, cancellationToken);
}
