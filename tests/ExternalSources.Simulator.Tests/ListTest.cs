using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests;

/// <summary>A base for tests that read complete lists of both APIs.</summary>
public abstract class ListTest : SimulatorTest
{
    protected override SimulatorOptions Options => new() { Users = 700, Groups = 60 };

    protected AtlassianOrganization Acme => Simulator.State.Organizations[0];

    protected Population People => Acme.People;

    protected GroupRegistry Groups => Acme.Groups;

    protected SiteToken Token => Simulator.State.SiteTokens[0];

    protected string Organization => "/admin/v1/orgs/" + Acme.Id;

    protected string Directory(int? number = null) => "/admin/v2/orgs/" + Acme.Id + "/directories/" + (number is { } one ? Acme.Directories[one].Id : "-");

    protected IEnumerable<Person> Everybody => Enumerable.Range(0, People.Limit).Where(People.Exists).Select(index => People[index]);

    protected async Task<JsonNode> OkAsync(string path, AuthenticationHeaderValue credentials)
    {
        using var response = await GetAsync(path, credentials);
        Assert.True(response.StatusCode == HttpStatusCode.OK, path + ": " + response.StatusCode);
        return await JsonAsync(response);
    }

    protected Task<JsonNode> JiraAsync(string path) => OkAsync("/rest/api/3/" + path, Basic());

    protected async Task<JsonNode> SearchAsync(string path, JsonObject body)
    {
        using var response = await PostAsync(path, body.ToJsonString(), Bearer());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonAsync(response);
    }

    /// <summary>Returns the rows of all pages of a search in the organization API.</summary>
    protected async Task<List<JsonNode>> SearchAllAsync(string path, JsonObject body)
    {
        List<JsonNode> rows = [];
        do
        {
            var page = await SearchAsync(path, body);
            rows.AddRange(page["data"]!.AsArray()!);
            body["cursor"] = (string?)page["links"]!["next"];
        } while (body["cursor"] is not null);
        return rows;
    }

    protected Task<List<JsonNode>> SearchUsersAsync(JsonObject body, int? directory = null) => SearchAllAsync(Directory(directory) + "/users/search", body);

    protected async Task<int> CountAsync(string query, int? directory = null) =>
        (int)(await OkAsync(Directory(directory) + "/users/count?" + query, Bearer()))["count"]!;

    /// <summary>Returns the rows of all pages of a Jira list that ends with an empty page.</summary>
    protected async Task<List<JsonNode>> JiraArrayAsync(string path, int pageSize = 1000)
    {
        List<JsonNode> rows = [];
        while (true)
        {
            var page = (await JiraAsync(string.Create(CultureInfo.InvariantCulture, $"{path}?startAt={rows.Count}&maxResults={pageSize}"))).AsArray();
            if (page.Count == 0)
            {
                return rows;
            }

            rows.AddRange(page!);
        }
    }

    /// <summary>Returns the rows of all pages of a Jira list that marks its last page.</summary>
    protected async Task<List<JsonNode>> JiraPagesAsync(string path)
    {
        List<JsonNode> rows = [];
        JsonNode page;
        do
        {
            page = await JiraAsync(
                string.Create(CultureInfo.InvariantCulture, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}startAt={rows.Count}")
            );
            rows.AddRange(page["values"]!.AsArray()!);
        } while (!(bool)page["isLast"]!);
        Assert.Equal(rows.Count, (int)page["total"]!);
        return rows;
    }

    protected static async Task ExpectJiraErrorAsync(HttpResponseMessage response, HttpStatusCode status, string part)
    {
        Assert.Equal(status, response.StatusCode);
        var body = await JsonAsync(response);
        Assert.Contains(part, (string?)Assert.Single(body["errorMessages"]!.AsArray()), StringComparison.Ordinal);
        Assert.Empty(body["errors"]!.AsObject());
    }

    protected static IEnumerable<string> Ids(IEnumerable<JsonNode> rows) => rows.Select(row => (string)row["accountId"]!);

    protected static JsonArray Array(params IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
