using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Creates and finds issues (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/, .../api-group-issue-search/).</summary>
internal sealed class JiraIssues : IIssueCreator
{
    /// <summary>The search covers 500 issues of the last half hour. Then it gives up.</summary>
    private const int MaxPages = 5;

    private readonly JiraConnection _connection;

    public JiraIssues(JiraConnection connection) => _connection = connection;

    /// <summary>POST /rest/api/3/issue. The request is never repeated blindly.</summary>
    public async Task<string> CreateIssueAsync(IssueDraft draft, CancellationToken cancellationToken)
    {
        var fields = new JObject
        {
            ["project"] = new JObject { ["key"] = draft.Project },
            ["issuetype"] = new JObject { ["name"] = draft.IssueType },
            ["summary"] = draft.Summary,
            ["description"] = AtlassianDocument.Of(draft),
        };
        var service = await _connection.ServiceAsync(cancellationToken).ConfigureAwait(false);
        JToken response;
        try
        {
            response = await service.CreateAsync("rest/api/3/issue", new JObject { ["fields"] = fields }, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == 400)
        {
            throw Refused(draft, exception);
        }

        return JsonText.Text(response, "key") ?? throw new UnexpectedResponseException("The response contains no issue.", "Look for the issue in its project.");
    }

    /// <summary>Returns an error about the field that Jira refuses.</summary>
    private static ServiceStatusException Refused(IssueDraft draft, ServiceStatusException exception)
    {
        var text = exception.ServiceMessage ?? string.Empty;
        var (message, recommendation) =
            text.IndexOf("project:", StringComparison.Ordinal) >= 0
                ? (
                    $"The site has no project '{draft.Project}' in which this account may create issues.",
                    "Specify the project's key, which begins its issue keys. Check that the account of the token may create issues in the project."
                )
            : text.IndexOf("issuetype:", StringComparison.Ordinal) >= 0
                ? ($"The project '{draft.Project}' has no issue type '{draft.IssueType}'.", "Specify an issue type of the project by the name that Jira shows.")
            : (
                "Jira does not accept the issue (400).",
                "Correct the value that Jira does not accept. If the project requires a field that this command does not set, make the field optional."
            );
        return new ServiceStatusException(
            exception.StatusCode,
            exception.Code,
            exception.ServiceMessage,
            text.Length == 0 ? message : $"{message} Jira says: {text.TrimEnd('.')}.",
            recommendation
        );
    }

    /// <summary>GET /rest/api/3/search/jql.</summary>
    public async Task<string?> FindIssueAsync(IssueDraft draft, CancellationToken cancellationToken)
    {
        var service = await _connection.ServiceAsync(cancellationToken).ConfigureAwait(false);
        var jql = $"project = \"{draft.Project}\" AND reporter = currentUser() AND created >= \"-30m\"";
        var path = $"rest/api/3/search/jql?jql={Uri.EscapeDataString(jql)}&fields=description&maxResults=100";
        string? next = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var response = await service
                .GetAsync(next is null ? path : path + "&nextPageToken=" + Uri.EscapeDataString(next), false, cancellationToken)
                .ConfigureAwait(false);
            var found = ((response as JObject)?["issues"] as JArray ?? new JArray())
                .Where(issue => AtlassianDocument.TextOf((issue as JObject)?["fields"]?["description"]).IndexOf(draft.Marker, StringComparison.Ordinal) >= 0)
                .Select(issue => JsonText.Text(issue, "key"))
                .FirstOrDefault();
            var last = next;
            next = JsonText.Text(response, "nextPageToken");
            if (found is not null || string.IsNullOrEmpty(next) || next == last)
            {
                return found;
            }
        }

        return null;
    }
}
