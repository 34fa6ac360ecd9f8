using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>The requests to Jira that concern the site and the account of the token.</summary>
internal sealed class JiraCloudClient : IDisposable
{
    private readonly ServiceClient _service;

    /// <param name="root">The address of the site, or of the site at Atlassian's gateway.</param>
    /// <param name="authentication">The credentials; <see langword="null"/> for requests without credentials.</param>
    /// <param name="options">The options of the transport.</param>
    public JiraCloudClient(Uri root, Authentication? authentication, TransportOptions options) => _service = new ServiceClient(root, authentication, options);

    public ServiceClient Service => _service;

    public void Dispose() => _service.Dispose();

    /// <summary>GET /rest/api/3/serverInfo, without credentials: what runs at the address.</summary>
    public async Task<ServerInfo> GetServerInfoAsync(CancellationToken cancellationToken) =>
        ServerInfo.Read(await _service.GetAsync("rest/api/3/serverInfo", true, cancellationToken).ConfigureAwait(false));

    /// <summary>GET /rest/api/2/serverInfo, without credentials: what a Data Center returns.</summary>
    public async Task<ServerInfo> GetDataCenterInfoAsync(CancellationToken cancellationToken) =>
        ServerInfo.Read(await _service.GetAsync("rest/api/2/serverInfo", true, cancellationToken).ConfigureAwait(false));

    /// <summary>GET /_edge/tenant_info, without credentials: the site's cloud id.</summary>
    public async Task<string> GetCloudIdAsync(CancellationToken cancellationToken) =>
        JsonText.Text(await _service.GetAsync("_edge/tenant_info", true, cancellationToken).ConfigureAwait(false), "cloudId")
        ?? throw new UnexpectedResponseException(
            "The site does not return its cloud id, which a token with scopes needs.",
            "Try again later, or use a token without scopes and omit -ScopedToken."
        );

    /// <summary>GET /rest/api/3/myself: the account of the credentials.</summary>
    public async Task<JiraAccount> GetMyselfAsync(CancellationToken cancellationToken)
    {
        var response = await _service.GetAsync("rest/api/3/myself", false, cancellationToken).ConfigureAwait(false);
        var accountId = JsonText.Text(response, "accountId")
            ?? throw new UnexpectedResponseException(
                "The response contains no account.",
                "Run the command again. If the error persists, a proxy may change the responses, or the address is not a Jira Cloud site."
            );
        return new JiraAccount(accountId, JsonText.Text(response, "displayName") ?? accountId, JsonText.Text(response, "emailAddress"));
    }

    /// <summary>GET /rest/api/3/users/search: whether the first page has a user. Without the right to browse users, the list is empty.</summary>
    public async Task<bool> HasUserAsync(CancellationToken cancellationToken) =>
        List(await _service.GetAsync("rest/api/3/users/search?startAt=0&maxResults=1", false, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>GET /rest/api/3/applicationrole: the list is short.</summary>
    public async Task ProbeApplicationRolesAsync(CancellationToken cancellationToken) =>
        List(await _service.GetAsync("rest/api/3/applicationrole", false, cancellationToken).ConfigureAwait(false));

    /// <summary>GET /rest/api/3/mypermissions: returns a function that says whether the account has a permission.</summary>
    public async Task<Func<string, bool>> GetPermissionsAsync(CancellationToken cancellationToken, params string[] permissions)
    {
        var response = await _service
            .GetAsync("rest/api/3/mypermissions?permissions=" + string.Join(",", permissions), false, cancellationToken)
            .ConfigureAwait(false);
        var granted =
            (response as JObject)?["permissions"] as JObject
            ?? throw new UnexpectedResponseException(
                "The response contains no permissions.",
                "Run the command again. If the error persists, a proxy may change the responses, or the address is not a Jira Cloud site."
            );
        return permission => string.Equals(JsonText.Text(granted[permission], "havePermission"), "true", StringComparison.OrdinalIgnoreCase);
    }

    private static JArray List(JToken response) =>
        response as JArray
        ?? throw new UnexpectedResponseException(
            "The response contains no list.",
            "Run the command again. If the error persists, a proxy may change the responses, or the address is not a Jira Cloud site."
        );
}

/// <summary>The information that a Jira returns about itself.</summary>
internal sealed record ServerInfo(string? DeploymentType, string? BaseUrl, string? Title, string? Version)
{
    public bool IsCloud => string.Equals(DeploymentType, "Cloud", StringComparison.OrdinalIgnoreCase);

    public static ServerInfo Read(JToken response) =>
        new(
            JsonText.Text(response, "deploymentType"),
            JsonText.Text(response, "baseUrl"),
            JsonText.Text(response, "serverTitle"),
            JsonText.Text(response, "version")
        );
}

/// <summary>The account of the credentials. Its e-mail address may be hidden.</summary>
internal sealed record JiraAccount(string AccountId, string Name, string? Email);
