using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>
/// What changes users on a site (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-groups/,
/// .../api-group-users/).
/// </summary>
internal sealed class JiraMutations
{
    private readonly ServiceClient _service;

    public JiraMutations(ServiceClient service) => _service = service;

    /// <summary>POST /rest/api/3/group/user. That somebody is a member already is a 400, told only by its words.</summary>
    public async Task<bool> AddMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken)
    {
        try
        {
            await _service
                .WriteAsync(
                    HttpMethod.Post,
                    "rest/api/3/group/user?groupId=" + Uri.EscapeDataString(group.Id),
                    new JObject { ["accountId"] = accountId },
                    cancellationToken
                )
                .ConfigureAwait(false);
            return true;
        }
        catch (ServiceStatusException exception)
            when (exception.StatusCode == 400 && exception.ServiceMessage?.IndexOf("already a member", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return false;
        }
    }

    /// <summary>DELETE /rest/api/3/group/user.</summary>
    public async Task<bool> RemoveMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken)
    {
        try
        {
            await _service
                .WriteAsync(
                    HttpMethod.Delete,
                    $"rest/api/3/group/user?groupId={Uri.EscapeDataString(group.Id)}&accountId={Uri.EscapeDataString(accountId)}",
                    null,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return true;
        }
        catch (ServiceStatusException exception)
            when (exception.StatusCode == 400 && exception.ServiceMessage?.IndexOf("not a member", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return false;
        }
    }

    /// <summary>DELETE /rest/api/3/user: from the site only.</summary>
    public async Task<bool> RemoveFromSiteAsync(string accountId, CancellationToken cancellationToken)
    {
        try
        {
            await _service
                .WriteAsync(HttpMethod.Delete, "rest/api/3/user?accountId=" + Uri.EscapeDataString(accountId), null, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == 404)
        {
            return false;
        }
    }
}
