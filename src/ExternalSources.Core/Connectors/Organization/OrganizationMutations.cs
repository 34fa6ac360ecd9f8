using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// What changes users in an organization (https://developer.atlassian.com/cloud/admin/organization/rest/,
/// https://developer.atlassian.com/cloud/admin/user-management/rest/).
/// </summary>
internal sealed class OrganizationMutations
{
    private readonly ServiceClient _service;
    private readonly string _root;

    public OrganizationMutations(ServiceClient service, string organizationId)
    {
        _service = service;
        _root = $"admin/v2/orgs/{Uri.EscapeDataString(organizationId)}/directories";
    }

    /// <summary>POST .../groups/{groupId}/memberships.</summary>
    public Task<bool> AddMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken) =>
        ChangedAsync(
            _service.WriteAsync(HttpMethod.Post, $"{Group(group)}/memberships", new JObject { ["accountId"] = accountId }, cancellationToken),
            409,
            "ADMIN-409-28"
        );

    /// <summary>DELETE .../groups/{groupId}/memberships/{accountId}.</summary>
    public Task<bool> RemoveMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken) =>
        ChangedAsync(
            _service.WriteAsync(HttpMethod.Delete, $"{Group(group)}/memberships/{Uri.EscapeDataString(accountId)}", null, cancellationToken),
            404,
            "ADMIN-404-8"
        );

    /// <summary>POST .../users/{accountId}/suspend; without a body of JSON the service answers 415.</summary>
    public Task SuspendAsync(string directoryId, string accountId, CancellationToken cancellationToken) =>
        _service.WriteAsync(HttpMethod.Post, User(directoryId, accountId) + "/suspend", new JObject(), cancellationToken);

    /// <summary>POST .../users/{accountId}/restore.</summary>
    public Task ResumeAsync(string directoryId, string accountId, CancellationToken cancellationToken) =>
        _service.WriteAsync(HttpMethod.Post, User(directoryId, accountId) + "/restore", new JObject(), cancellationToken);

    /// <summary>DELETE .../users/{accountId}.</summary>
    public Task<bool> RemoveFromDirectoryAsync(string directoryId, string accountId, CancellationToken cancellationToken) =>
        ChangedAsync(_service.WriteAsync(HttpMethod.Delete, User(directoryId, accountId), null, cancellationToken), 404, "ADMIN-404-8");

    /// <summary>POST /users/{accountId}/manage/lifecycle/disable.</summary>
    public Task DisableAsync(string accountId, string? message, CancellationToken cancellationToken) =>
        LifecycleAsync(accountId, "disable", message is null ? new JObject() : new JObject { ["message"] = message }, cancellationToken);

    /// <summary>POST /users/{accountId}/manage/lifecycle/enable, /delete or /cancel-delete.</summary>
    public Task LifecycleAsync(string accountId, string change, CancellationToken cancellationToken) =>
        LifecycleAsync(accountId, change, null, cancellationToken);

    /// <summary>GET /users/{accountId}/manage/api-tokens; <see langword="null"/> for a token whose id is not told.</summary>
    public async Task<IReadOnlyList<string?>> GetTokenIdsAsync(string accountId, CancellationToken cancellationToken)
    {
        var answer = await _service.GetAsync($"users/{Uri.EscapeDataString(accountId)}/manage/api-tokens", false, cancellationToken).ConfigureAwait(false);
        var rows =
            answer as JArray
            ?? throw new UnexpectedResponseException("The answer has no list of API tokens.", "Try again; if it stays so, a proxy changes the answers.");
        return rows.Select(row => JsonText.Text(row, "id") is { Length: > 0 } id ? id : null).ToArray();
    }

    /// <summary>DELETE /users/{accountId}/manage/api-tokens/{tokenId}.</summary>
    public Task<bool> RevokeTokenAsync(string accountId, string tokenId, CancellationToken cancellationToken) =>
        ChangedAsync(
            _service.WriteAsync(
                HttpMethod.Delete,
                $"users/{Uri.EscapeDataString(accountId)}/manage/api-tokens/{Uri.EscapeDataString(tokenId)}",
                null,
                cancellationToken
            ),
            404,
            null
        );

    private Task LifecycleAsync(string accountId, string change, JObject? body, CancellationToken cancellationToken) =>
        _service.WriteAsync(HttpMethod.Post, $"users/{Uri.EscapeDataString(accountId)}/manage/lifecycle/{change}", body, cancellationToken);

    /// <summary>"-" stands for all directories in reads only; a group always belongs to one.</summary>
    /// <exception cref="InvalidInputException">It is not known which: nothing can be sent.</exception>
    public static string DirectoryOf(ExternalGroup group) =>
        group.Directory
        ?? throw new InvalidInputException(
            "Group",
            $"The service does not tell which directory the group '{group.Name}' belongs to, so its members cannot be changed.",
            "Change its members at admin.atlassian.com, and report this."
        );

    private string Group(ExternalGroup group) => $"{_root}/{Uri.EscapeDataString(DirectoryOf(group))}/groups/{Uri.EscapeDataString(group.Id)}";

    private string User(string directoryId, string accountId) => $"{_root}/{Uri.EscapeDataString(directoryId)}/users/{Uri.EscapeDataString(accountId)}";

    /// <summary>Takes the service's way of saying "it is so already" for what it is.</summary>
    private static async Task<bool> ChangedAsync(Task write, int status, string? code)
    {
        try
        {
            await write.ConfigureAwait(false);
            return true;
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == status && (code is null || exception.Code == code))
        {
            return false;
        }
    }
}
