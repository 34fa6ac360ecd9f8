using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>The calls of Jira Cloud's REST API, version 3.</summary>
internal sealed class JiraCloudClient : IDisposable
{
    private readonly ServiceClient _service;

    /// <summary>A client for a site's root, or for the site's place behind Atlassian's gateway.</summary>
    public JiraCloudClient(Uri root, Authentication? authentication, TransportOptions options) => _service = new ServiceClient(root, authentication, options);

    public ServiceClient Service => _service;

    public void Dispose() => _service.Dispose();

    /// <summary>GET /rest/api/3/serverInfo, without credentials: what answers there.</summary>
    public async Task<ServerInfo> GetServerInfoAsync(CancellationToken cancellationToken) =>
        ServerInfo.Read(await _service.GetAsync("rest/api/3/serverInfo", true, cancellationToken).ConfigureAwait(false));

    /// <summary>GET /rest/api/2/serverInfo, without credentials: where a Data Center answers.</summary>
    public async Task<ServerInfo> GetDataCenterInfoAsync(CancellationToken cancellationToken) =>
        ServerInfo.Read(await _service.GetAsync("rest/api/2/serverInfo", true, cancellationToken).ConfigureAwait(false));

    /// <summary>GET /_edge/tenant_info, without credentials: the site's cloud id.</summary>
    public async Task<string?> GetCloudIdAsync(CancellationToken cancellationToken) =>
        JsonText.Text(await _service.GetAsync("_edge/tenant_info", true, cancellationToken).ConfigureAwait(false), "cloudId");

    /// <summary>GET /rest/api/3/myself: the account behind the credentials.</summary>
    public async Task<JiraAccount> GetMyselfAsync(CancellationToken cancellationToken)
    {
        var answer = await _service.GetAsync("rest/api/3/myself", false, cancellationToken).ConfigureAwait(false);
        var accountId = JsonText.Text(answer, "accountId")
            ?? throw new UnexpectedResponseException(
                "The answer names no account.",
                "Try again; if it stays so, a proxy changes the answers, or the address is not that of a Jira Cloud site."
            );
        return new JiraAccount(accountId, JsonText.Text(answer, "displayName") ?? accountId, JsonText.Text(answer, "emailAddress"));
    }

    /// <summary>GET /rest/api/3/mypermissions: whether the account has a global permission.</summary>
    public async Task<Func<string, bool>> GetPermissionsAsync(CancellationToken cancellationToken, params string[] permissions)
    {
        var answer = await _service
            .GetAsync("rest/api/3/mypermissions?permissions=" + string.Join(",", permissions), false, cancellationToken)
            .ConfigureAwait(false);
        var granted =
            (answer as JObject)?["permissions"] as JObject
            ?? throw new UnexpectedResponseException(
                "The answer names no permissions.",
                "Try again; if it stays so, a proxy changes the answers, or the address is not that of a Jira Cloud site."
            );
        return permission => string.Equals(JsonText.Text(granted[permission], "havePermission"), "true", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>What a Jira says of itself.</summary>
internal sealed record ServerInfo(string? DeploymentType, string? BaseUrl, string? Title, string? Version)
{
    public bool IsCloud => string.Equals(DeploymentType, "Cloud", StringComparison.OrdinalIgnoreCase);

    public static ServerInfo Read(JToken answer) =>
        new(JsonText.Text(answer, "deploymentType"), JsonText.Text(answer, "baseUrl"), JsonText.Text(answer, "serverTitle"), JsonText.Text(answer, "version"));
}

/// <summary>The account behind the credentials; its e-mail address may be hidden.</summary>
internal sealed record JiraAccount(string AccountId, string Name, string? Email);
