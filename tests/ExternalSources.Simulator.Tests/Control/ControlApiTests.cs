using System;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests.Control;

public sealed class ControlApiTests : SimulatorTest
{
    private const string Myself = "/rest/api/3/myself";

    protected override SimulatorOptions Options => new() { ScopedKeys = true };

    [Fact]
    public async Task The_overview_lists_addresses_and_names_without_keys()
    {
        var body = await ControlAsync(HttpMethod.Get, "/", null, HttpStatusCode.OK);
        Assert.Equal(Simulator.Address.ToString(), (string?)body["address"]);
        Assert.Equal(Simulator.State.Organizations[0].Id, (string?)body["organizations"]![0]!["id"]);
        Assert.Equal(Simulator.State.Site.CloudId, (string?)body["site"]!["cloudId"]);
    }

    [Fact]
    public async Task No_control_call_returns_a_key()
    {
        await GetAsync(Myself, Basic());
        await GetAsync(Myself, Bearer());
        await ControlAsync(HttpMethod.Post, "/faults", """{"status": 500, "echoAuthorization": true}""", HttpStatusCode.Created);
        foreach (var path in new[] { "/", "/keys", "/faults", "/requests" })
        {
            var text = (await ControlAsync(HttpMethod.Get, path, null, HttpStatusCode.OK)).ToJsonString();
            Assert.All(Simulator.State.AllKeys, key => Assert.DoesNotContain(key.Secret, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_fault_is_added_listed_and_removed()
    {
        const string Document = """
            {
              "method": "GET", "path": "/rest/api/3/myself", "times": 1, "status": 429, "retryAfterSeconds": 3,
              "rateLimitReason": "jira-burst-based", "headers": {"X-Own": "yes"}
            }
            """;
        var id = (int)(await ControlAsync(HttpMethod.Post, "/faults", Document, HttpStatusCode.Created))["id"]!;
        using var first = await GetAsync(Myself, Basic());
        using var second = await GetAsync(Myself, Basic());
        var list = await ControlAsync(HttpMethod.Get, "/faults", null, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.TooManyRequests, first.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), first.Headers.RetryAfter!.Delta);
        Assert.Equal("yes", Assert.Single(first.Headers.GetValues("X-Own")));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(1, (int)Assert.Single(list["faults"]!.AsArray())!["applied"]!);
        await ControlAsync(HttpMethod.Delete, "/faults/" + id, null, HttpStatusCode.NoContent);
        Assert.Empty(Simulator.Faults.All);
        await ControlAsync(HttpMethod.Delete, "/faults/" + id, null, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"loginPage": true, "status": 401}""", HttpStatusCode.Unauthorized)]
    [InlineData("""{"redirect": "https://elsewhere.example/"}""", HttpStatusCode.Found)]
    [InlineData("""{"malformedJson": true}""", HttpStatusCode.OK)]
    [InlineData("""{"emptyBody": true}""", HttpStatusCode.OK)]
    [InlineData("""{"body": "[]", "status": 418}""", (HttpStatusCode)418)]
    [InlineData("""{"status": 500, "afterProcessing": true, "noBody": true, "key": "site token"}""", HttpStatusCode.InternalServerError)]
    [InlineData("""{"delayMilliseconds": 1, "pauseMilliseconds": 1, "chunkSize": 200}""", HttpStatusCode.OK)]
    public async Task A_fault_sets_each_kind_of_response(string document, HttpStatusCode expected)
    {
        await ControlAsync(HttpMethod.Post, "/faults", document, HttpStatusCode.Created);
        using var response = await GetAsync(Myself, Basic());
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("resetHalfway")]
    [InlineData("truncate")]
    public async Task A_fault_breaks_the_connection_in_each_way(string how)
    {
        await ControlAsync(HttpMethod.Post, "/faults", $$"""{"{{how}}": true}""", HttpStatusCode.Created);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(Myself, Basic()));
        await ControlAsync(HttpMethod.Delete, "/faults", null, HttpStatusCode.NoContent);
        using var response = await GetAsync(Myself, Basic());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Held_requests_are_released_by_fault_id()
    {
        var fault = await ControlAsync(HttpMethod.Post, "/faults", """{"hold": true}""", HttpStatusCode.Created);
        var request = GetAsync(Myself, Basic());
        await Simulator.Requests.WaitForCountAsync(1, TestContext.Current.CancellationToken);
        await ControlAsync(HttpMethod.Post, $"/faults/{(int)fault["id"]!}/release", null, HttpStatusCode.NoContent);
        using var response = await request;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"statu": 500}""")]
    [InlineData("""{}""")]
    [InlineData("""null""")]
    [InlineData("""{"status": 42}""")]
    [InlineData("""{"status": 500, "nth": 0}""")]
    [InlineData("""nonsense""")]
    public async Task An_invalid_fault_is_refused_with_a_reason(string document)
    {
        var body = await ControlAsync(HttpMethod.Post, "/faults", document, HttpStatusCode.BadRequest);
        Assert.NotEmpty((string)body["error"]!);
        Assert.Empty(Simulator.Faults.All);
    }

    [Theory]
    [InlineData("expire", HttpStatusCode.Unauthorized)]
    [InlineData("revoke", HttpStatusCode.Unauthorized)]
    [InlineData("unprivilege", HttpStatusCode.Forbidden)]
    public async Task Keys_are_invalidated_and_restored_by_label(string action, HttpStatusCode expected)
    {
        await ControlAsync(HttpMethod.Post, "/keys/organization%20key/" + action, null, HttpStatusCode.OK);
        using var spoiled = await GetAsync("/admin/v1/orgs", Bearer());
        await ControlAsync(HttpMethod.Post, "/keys/organization%20key/restore", null, HttpStatusCode.OK);
        using var restored = await GetAsync("/admin/v1/orgs", Bearer());
        Assert.Equal((expected, HttpStatusCode.OK), (spoiled.StatusCode, restored.StatusCode));
        await ControlAsync(HttpMethod.Post, "/keys/nobody/" + action, null, HttpStatusCode.NotFound);
        await ControlAsync(HttpMethod.Post, "/keys/site%20token/dance", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_site_and_the_latency_are_set()
    {
        await ControlAsync(HttpMethod.Post, "/site", """{"deploymentType": "Server", "title": "Old"}""", HttpStatusCode.OK);
        await ControlAsync(HttpMethod.Put, "/latency", """{"milliseconds": 2}""", HttpStatusCode.NoContent);
        await ControlAsync(HttpMethod.Put, "/latency", """{"milliseconds": -1}""", HttpStatusCode.BadRequest);
        Assert.True(Simulator.State.Site.IsDataCenter);
        Assert.Equal("Old", Simulator.State.Site.Title);
        Assert.Equal(TimeSpan.FromMilliseconds(2), Simulator.Faults.Latency);
    }

    [Fact]
    public async Task The_request_log_excludes_control_calls()
    {
        using var response = await GetAsync(Myself + "?expand=groups", Basic());
        var log = await ControlAsync(HttpMethod.Get, "/requests", null, HttpStatusCode.OK);
        var row = Assert.Single(log["requests"]!.AsArray())!;
        Assert.Equal(
            ("GET", Myself + "?expand=groups", "site token", 200),
            ((string?)row["method"], (string?)row["path"], (string?)row["key"], (int)row["status"]!)
        );
        await ControlAsync(HttpMethod.Delete, "/requests", null, HttpStatusCode.NoContent);
        Assert.Empty(Simulator.Requests.Snapshot());
        await ControlAsync(HttpMethod.Get, "/nothing", null, HttpStatusCode.NotFound);
    }

    private async Task<JsonNode> ControlAsync(HttpMethod method, string path, string? body, HttpStatusCode expected)
    {
        using var content = body is null ? null : new StringContent(body);
        using var response = await SendAsync(method, "/_simulator" + path, null, content);
        Assert.Equal(expected, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
