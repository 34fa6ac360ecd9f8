using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Removes users from a site (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/).</summary>
internal sealed class JiraSiteUserRemover : ISiteUserRemover
{
    private readonly JiraConnection _connection;

    public JiraSiteUserRemover(JiraConnection connection) => _connection = connection;

    /// <summary>DELETE /rest/api/3/user.</summary>
    public async Task<bool> RemoveFromSiteAsync(string accountId, CancellationToken cancellationToken)
    {
        var service = await _connection.ServiceAsync(cancellationToken).ConfigureAwait(false);
        var write = service.WriteAsync(HttpMethod.Delete, "rest/api/3/user?accountId=" + Uri.EscapeDataString(accountId), null, cancellationToken);
        return await WriteOutcome.ChangedAsync(write, refusal => refusal.StatusCode == 404).ConfigureAwait(false);
    }
}
