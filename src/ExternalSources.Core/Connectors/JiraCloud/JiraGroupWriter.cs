using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Changes the members of groups (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-groups/).</summary>
internal sealed class JiraGroupWriter : IGroupWriter
{
    private readonly JiraConnection _connection;

    public JiraGroupWriter(JiraConnection connection) => _connection = connection;

    public async Task<ExternalGroup> FindGroupAsync(string nameOrId, CancellationToken cancellationToken)
    {
        await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        return await _connection.Queries.FindGroupAsync(nameOrId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>POST /rest/api/3/group/user. For a user who already is a member, Jira returns a 400 that only its text identifies.</summary>
    public async Task<bool> AddMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken)
    {
        var service = await _connection.ServiceAsync(cancellationToken).ConfigureAwait(false);
        var write = service.WriteAsync(
            HttpMethod.Post,
            "rest/api/3/group/user?groupId=" + Uri.EscapeDataString(group.Id),
            new JObject { ["accountId"] = accountId },
            cancellationToken
        );
        return await WriteOutcome.ChangedAsync(write, refusal => Is400(refusal, "already a member")).ConfigureAwait(false);
    }

    /// <summary>DELETE /rest/api/3/group/user.</summary>
    public async Task<bool> RemoveMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken)
    {
        var service = await _connection.ServiceAsync(cancellationToken).ConfigureAwait(false);
        var write = service.WriteAsync(
            HttpMethod.Delete,
            $"rest/api/3/group/user?groupId={Uri.EscapeDataString(group.Id)}&accountId={Uri.EscapeDataString(accountId)}",
            null,
            cancellationToken
        );
        return await WriteOutcome.ChangedAsync(write, refusal => Is400(refusal, "not a member")).ConfigureAwait(false);
    }

    private static bool Is400(ServiceStatusException refusal, string text) =>
        refusal.StatusCode == 400 && refusal.ServiceMessage?.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;
}
