using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Files issues and finds them again (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/, .../api-group-issue-search/).</summary>
internal sealed class JiraIssues
{
    /// <summary>Whoever files more than 500 issues in half an hour is told to look for theirs.</summary>
    private const int MostPages = 5;

    private readonly ServiceClient _service;

    public JiraIssues(ServiceClient service) => _service = service;

    /// <summary>POST /rest/api/3/issue. Never to be repeated blindly.</summary>
    public async Task<string> CreateAsync(IssueDraft draft, CancellationToken cancellationToken)
    {
        var fields = new JObject
        {
            ["project"] = new JObject { ["key"] = draft.Project },
            ["issuetype"] = new JObject { ["name"] = draft.IssueType },
            ["summary"] = draft.Summary,
            ["description"] = AtlassianDocument.Of(draft),
        };
        JToken answer;
        try
        {
            answer = await _service.CreateAsync("rest/api/3/issue", new JObject { ["fields"] = fields }, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == 400)
        {
            throw Refused(draft, exception);
        }

        return JsonText.Text(answer, "key") ?? throw new UnexpectedResponseException("The answer names no issue.", "Look for the issue in its project.");
    }

    /// <summary>What Jira does not take, by the field that it names.</summary>
    private static ServiceStatusException Refused(IssueDraft draft, ServiceStatusException exception)
    {
        var said = exception.ServiceMessage ?? string.Empty;
        var (message, recommendation) =
            said.IndexOf("project:", StringComparison.Ordinal) >= 0
                ? (
                    $"The site has no project '{draft.Project}' in which this account may create issues.",
                    "Give the project's key, as its issues begin with it, and see that the account of the token may create issues there."
                )
            : said.IndexOf("issuetype:", StringComparison.Ordinal) >= 0
                ? ($"The project '{draft.Project}' has no issue type '{draft.IssueType}'.", "Give one that the project has, by the name that Jira shows.")
            : (
                "Jira does not take the issue (400).",
                "Correct what it does not take. A field that the project requires, and this command does not fill, has to be made optional there."
            );
        return new ServiceStatusException(
            exception.StatusCode,
            exception.Code,
            exception.ServiceMessage,
            said.Length == 0 ? message : $"{message} It says: {said.TrimEnd('.')}.",
            recommendation
        );
    }

    /// <summary>GET /rest/api/3/search/jql: the key of an issue that was filed a moment ago; <see langword="null"/> when it is not there.</summary>
    public async Task<string?> FindAsync(IssueDraft draft, CancellationToken cancellationToken)
    {
        var jql = $"project = \"{draft.Project}\" AND reporter = currentUser() AND created >= \"-30m\"";
        var path = $"rest/api/3/search/jql?jql={Uri.EscapeDataString(jql)}&fields=description&maxResults=100";
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await _service
                .GetAsync(next is null ? path : path + "&nextPageToken=" + Uri.EscapeDataString(next), false, cancellationToken)
                .ConfigureAwait(false);
            var found = ((answer as JObject)?["issues"] as JArray ?? new JArray())
                .Where(issue => AtlassianDocument.TextOf((issue as JObject)?["fields"]?["description"]).IndexOf(draft.Marker, StringComparison.Ordinal) >= 0)
                .Select(issue => JsonText.Text(issue, "key"))
                .FirstOrDefault();
            var last = next;
            next = JsonText.Text(answer, "nextPageToken");
            if (found is not null || string.IsNullOrEmpty(next) || next == last)
            {
                return found;
            }
        }

        return null;
    }
}
