using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>The calls of Atlassian's organization and user management APIs.</summary>
internal sealed class OrganizationClient : IDisposable
{
    /// <summary>The lists of organizations, directories and keys are short. A longer list is a fault of the service.</summary>
    private const int MaxPages = 20;

    private readonly ServiceClient _service;

    public OrganizationClient(Uri address, ApiKey key, TransportOptions options) => _service = new ServiceClient(address, Authentication.Bearer(key), options);

    public ServiceClient Service => _service;

    public void Dispose() => _service.Dispose();

    /// <summary>GET /admin/v1/orgs. The list is empty for a key with scopes, even if the key works.</summary>
    public async Task<IReadOnlyList<OrganizationReference>> GetOrganizationsAsync(CancellationToken cancellationToken)
    {
        var rows = await ReadAllAsync("admin/v1/orgs", cancellationToken).ConfigureAwait(false);
        return rows.Select(ToOrganization).ToArray();
    }

    /// <summary>GET /admin/v1/orgs/{orgId}.</summary>
    public async Task<OrganizationReference> GetOrganizationAsync(string organizationId, CancellationToken cancellationToken)
    {
        var response = await _service.GetAsync("admin/v1/orgs/" + Uri.EscapeDataString(organizationId), false, cancellationToken).ConfigureAwait(false);
        return ToOrganization((response as JObject)?["data"]);
    }

    /// <summary>GET /admin/v2/orgs/{orgId}/directories: the first page.</summary>
    public async Task ProbeDirectoriesAsync(string organizationId, CancellationToken cancellationToken) =>
        Rows(await _service.GetAsync(PathOf(organizationId) + "/directories", false, cancellationToken).ConfigureAwait(false));

    /// <summary>POST .../users/search: the id of one user; <see langword="null"/> if the organization has none.</summary>
    public Task<string?> FindUserAsync(string organizationId, CancellationToken cancellationToken) =>
        FindUserAsync(organizationId, new JObject(), cancellationToken);

    /// <summary>POST .../users/search: the id of one managed account; <see langword="null"/> if the organization manages none.</summary>
    public Task<string?> FindManagedAccountAsync(string organizationId, CancellationToken cancellationToken) =>
        FindUserAsync(organizationId, new JObject { ["claimStatus"] = "managed", ["accountStatus"] = new JArray("active") }, cancellationToken);

    /// <summary>POST .../groups/search: one group.</summary>
    public async Task ProbeGroupsAsync(string organizationId, CancellationToken cancellationToken) =>
        Rows(
            await _service
                .SearchAsync(PathOf(organizationId) + "/directories/-/groups/search", new JObject { ["limit"] = 1 }, cancellationToken)
                .ConfigureAwait(false)
        );

    /// <summary>GET .../users/{accountId}/role-assignments: one role assignment.</summary>
    public async Task ProbeRoleAssignmentsAsync(string organizationId, string accountId, CancellationToken cancellationToken) =>
        Rows(
            await _service
                .GetAsync($"{PathOf(organizationId)}/directories/-/users/{Uri.EscapeDataString(accountId)}/role-assignments?limit=1", false, cancellationToken)
                .ConfigureAwait(false)
        );

    /// <summary>POST /admin/v2/orgs/{orgId}/workspaces: one workspace.</summary>
    public async Task ProbeWorkspacesAsync(string organizationId, CancellationToken cancellationToken) =>
        Rows(await _service.SearchAsync(PathOf(organizationId) + "/workspaces", new JObject { ["limit"] = 1 }, cancellationToken).ConfigureAwait(false));

    /// <summary>GET /users/{accountId}/manage. The service refuses keys with scopes.</summary>
    public Task<JToken> GetManageabilityAsync(string accountId, CancellationToken cancellationToken) =>
        _service.GetAsync($"users/{Uri.EscapeDataString(accountId)}/manage", false, cancellationToken);

    /// <summary>GET /admin/api-access/v1/orgs/{orgId}/api-keys: all keys of the organization.</summary>
    public async Task<IReadOnlyList<ApiKeyEntry>> GetKeysAsync(string organizationId, CancellationToken cancellationToken)
    {
        var rows = await ReadAllAsync($"admin/api-access/v1/orgs/{Uri.EscapeDataString(organizationId)}/api-keys", cancellationToken).ConfigureAwait(false);
        return rows.OfType<JObject>()
            .Select(row => new ApiKeyEntry(JsonText.Text(row, "label"), Date(JsonText.Text(row, "expiresAt")), Date(JsonText.Text(row, "lastActiveAt")))
            {
                Scopes = (row["scopes"] as JArray)?.Select(scope => (scope as JValue)?.Value as string).OfType<string>().ToArray() ?? Array.Empty<string>(),
            })
            .ToArray();
    }

    private async Task<string?> FindUserAsync(string organizationId, JObject query, CancellationToken cancellationToken)
    {
        query["limit"] = 1;
        var response = await _service.SearchAsync(PathOf(organizationId) + "/directories/-/users/search", query, cancellationToken).ConfigureAwait(false);
        return Rows(response).Select(row => JsonText.Text(row, "accountId")).FirstOrDefault(id => id is not null);
    }

    // In v1 links.next is a URL, and in v2 it is a cursor. Both mean the same path with another query.
    private async Task<IReadOnlyList<JToken>> ReadAllAsync(string path, CancellationToken cancellationToken)
    {
        var rows = new List<JToken>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var response = await _service
                .GetAsync(cursor is null ? path : path + "?cursor=" + Uri.EscapeDataString(cursor), false, cancellationToken)
                .ConfigureAwait(false);
            rows.AddRange(Rows(response).Where(row => row.Type != JTokenType.Null));
            cursor = Cursor(JsonText.Text((response as JObject)?["links"], "next"));
            if (cursor is null)
            {
                return rows;
            }

            if (!seen.Add(cursor))
            {
                break;
            }
        }

        throw new UnexpectedResponseException(
            $"The list at {path} does not end.",
            "Run the command again. If the error persists, report it to Atlassian's support."
        );
    }

    /// <summary>Returns the cursor of a link; <see langword="null"/> if the link is empty. Some calls link to the next page by URL, some by cursor.</summary>
    public static string? Cursor(string? next)
    {
        if (string.IsNullOrEmpty(next))
        {
            return null;
        }

        if (!Uri.TryCreate(next, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return next;
        }

        var parameter = url.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("cursor=", StringComparison.Ordinal));
        return parameter is null ? null : Uri.UnescapeDataString(parameter.Substring("cursor=".Length));
    }

    private static string PathOf(string organizationId) => "admin/v2/orgs/" + Uri.EscapeDataString(organizationId);

    private static JArray Rows(JToken response) =>
        (response as JObject)?["data"] as JArray
        ?? throw new UnexpectedResponseException(
            "The response contains no data.",
            "Run the command again. If the error persists, a proxy may change the responses, or the address is not an address of the admin API."
        );

    private static OrganizationReference ToOrganization(JToken? row)
    {
        var id = JsonText.Text(row, "id")
            ?? throw new UnexpectedResponseException(
                "The response contains no organization.",
                "Run the command again. If the error persists, a proxy may change the responses, or the address is not an address of the admin API."
            );
        return new OrganizationReference(id, JsonText.Text((row as JObject)?["attributes"], "name") ?? id);
    }

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}

/// <summary>An entry in an organization's list of API keys. It does not contain the key, and it does not say whether the key is revoked.</summary>
/// <param name="Label">The name that the admin gave the key.</param>
/// <param name="ExpiresOn">When the key expires.</param>
/// <param name="LastActive">When the key was last used.</param>
internal sealed record ApiKeyEntry(string? Label, DateTimeOffset? ExpiresOn, DateTimeOffset? LastActive)
{
    /// <summary>The scopes of the key; empty if the list names none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = Array.Empty<string>();
}
