using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Connectors.JiraCloud;
using ExternalSources.Core.Tests.Support;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.JiraCloud;

/// <summary>The search for an issue that may exist reads every page, up to a limit.</summary>
public class JiraIssueTests
{
    private const string Marker = "the-marker";

    [Theory]
    [InlineData(1, 7, 1, true)]
    [InlineData(3, 7, 3, true)]
    [InlineData(5, 7, 5, true)]
    [InlineData(6, 7, 5, false)]
    [InlineData(0, 2, 2, false)]
    [InlineData(0, 0, 1, false)]
    public async Task An_issue_is_found_on_any_of_five_pages(int on, int pages, int requests, bool isFound)
    {
        var stub = new StubHandler(request =>
        {
            var token = request.RequestUri!.Query.Split('&').FirstOrDefault(part => part.StartsWith("nextPageToken=", StringComparison.Ordinal));
            var page = token is null ? 1 : int.Parse(Uri.UnescapeDataString(token).Split('+')[1], System.Globalization.CultureInfo.InvariantCulture);
            var answer = new JObject { ["issues"] = new JArray(Issue("ADM-1", "other"), Issue("ADM-" + (page * 100), page == on ? Marker : "other")) };
            if (page < pages)
            {
                answer["nextPageToken"] = "p+" + (page + 1);
            }

            return StubHandler.Json(answer.ToString());
        });
        Assert.Equal(isFound ? "ADM-" + (on * 100) : null, await FindAsync(stub));
        Assert.Equal(requests, stub.Requests.Count);
    }

    [Fact]
    public async Task A_page_that_leads_to_itself_ends_the_search()
    {
        var stub = new StubHandler(_ => StubHandler.Json("""{"issues":[],"nextPageToken":"p"}"""));
        Assert.Null(await FindAsync(stub));
        Assert.Equal(2, stub.Requests.Count);
    }

    private static async Task<string?> FindAsync(StubHandler stub)
    {
        using var connector = new JiraCloudConnector(SampleSource.Site(new Uri("https://acme.atlassian.net/")), Canary.ApiKey, stub.Options());
        var draft = new IssueDraft
        {
            Project = "ADM",
            IssueType = "Task",
            Summary = "s",
            Marker = Marker,
        };
        return await connector.Get<IIssueCreator>().FindIssueAsync(draft, TestContext.Current.CancellationToken);
    }

    private static JObject Issue(string key, string marker) =>
        new()
        {
            ["key"] = key,
            ["fields"] = new JObject
            {
                ["description"] = AtlassianDocument.Of(
                    new IssueDraft
                    {
                        Project = "ADM",
                        IssueType = "Task",
                        Summary = "s",
                        Marker = marker,
                    }
                ),
            },
        };
}
