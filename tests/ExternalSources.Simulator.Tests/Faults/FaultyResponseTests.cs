using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests.Faults;

public sealed class FaultyResponseTests : SimulatorTest
{
    private const string Myself = "/rest/api/3/myself";
    private const string Organizations = "/admin/v1/orgs";

    [Fact]
    public async Task An_error_status_has_the_error_body_of_the_paths_API()
    {
        Simulator.Faults.OnAny().Respond(503);
        using var organization = await GetAsync(Organizations, Bearer());
        using var account = await GetAsync("/users/x/manage", Bearer());
        using var jira = await GetAsync(Myself, Basic());
        using var gateway = await GetAsync("/ex/jira/x/rest/api/3/myself", Basic());

        await ExpectErrorAsync(organization, HttpStatusCode.ServiceUnavailable, "ADMIN-503-1");
        Assert.Equal("internalError", (string?)(await JsonAsync(account))["key"]);
        Assert.Single((await JsonAsync(jira))["errorMessages"]!.AsArray());
        Assert.Equal(503, (int)(await JsonAsync(gateway))["code"]!);
        Assert.Equal([503, 503, 503, 503], Simulator.Requests.Snapshot().Select(request => request.Status ?? 0));
    }

    [Fact]
    public async Task A_fault_applies_as_often_as_set_and_then_the_service_responds()
    {
        var fault = Simulator.Faults.On("GET", Myself).Times(2).Respond(429, retryAfter: TimeSpan.FromMilliseconds(1500));
        var statuses = await StatusesAsync(4);
        using var other = await GetAsync("/rest/api/3/serverInfo");

        Assert.Equal("429 429 200 200", statuses);
        Assert.Equal((4, 2), (fault.Matched, fault.Applied));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Retry_after_is_whole_seconds_rounded_up()
    {
        Simulator.Faults.On(Myself).Respond(429, retryAfter: TimeSpan.FromMilliseconds(1500)).WithHeader("X-RateLimit-NearLimit", "true");
        using var response = await GetAsync(Myself, Basic());
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter!.Delta);
        Assert.Equal("true", Assert.Single(response.Headers.GetValues("X-RateLimit-NearLimit")));
    }

    [Fact]
    public async Task A_fault_applies_to_the_nth_match_every_nth_match_or_after_some_matches()
    {
        var nth = Simulator.Faults.On(Myself).Nth(3).Respond(500);
        Assert.Equal("200 200 500 200", await StatusesAsync(4));
        Simulator.Faults.Remove(nth);
        var every = Simulator.Faults.On(Myself).Every(2).Respond(500);
        Assert.Equal("200 500 200 500", await StatusesAsync(4));
        Simulator.Faults.Remove(every);
        Simulator.Faults.On(Myself).After(2).Once().Respond(500);
        Assert.Equal("200 200 500 200", await StatusesAsync(4));
    }

    [Fact]
    public async Task Only_the_first_matching_fault_applies()
    {
        Simulator.Faults.On(Myself).Once().Respond(500);
        Simulator.Faults.On(Myself).Once().Respond(502);
        Assert.Equal("500 502 200", await StatusesAsync(3));
    }

    [Fact]
    public async Task A_fault_matches_by_path_pattern_and_further_conditions()
    {
        Simulator.Faults.On("POST", "**").Respond(500);
        Simulator.Faults.On("/rest/*").Respond(501);
        Simulator.Faults.On("/rest/**/myself").WhereKey("site token").WhereQuery("expand", "groups").Respond(502);
        Simulator.Faults.On(request => request.Headers.ContainsKey("X-Break")).Respond(504);
        using var plain = await GetAsync(Myself, Basic());
        using var expanded = await GetAsync(Myself + "?expand=groups", Basic());
        using var anonymous = await GetAsync(Myself + "?expand=groups");

        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.Equal(HttpStatusCode.BadGateway, expanded.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Fact]
    public async Task A_fault_without_an_action_does_nothing_and_clear_removes_all_faults()
    {
        Simulator.Faults.On(Myself);
        Assert.Equal("200", await StatusesAsync(1));
        Simulator.Faults.On(Myself).Respond(500);
        Simulator.Faults.Clear();
        Assert.Equal("200", await StatusesAsync(1));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    public async Task A_login_page_is_HTML_with_any_status(int status)
    {
        Simulator.Faults.OnAny().LoginPage(status);
        using var response = await GetAsync(Organizations, Bearer());
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Log in", await TextAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_can_point_to_another_host()
    {
        Simulator.Faults.OnAny().Redirect(new Uri("https://elsewhere.example/login?continue=1"));
        using var response = await GetAsync(Myself, Basic());
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("https://elsewhere.example/login?continue=1", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Malformed_JSON_has_the_correct_length_and_type()
    {
        Simulator.Faults.OnAny().MalformedJson();
        using var response = await GetAsync(Organizations, Bearer());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        await Assert.ThrowsAnyAsync<JsonException>(() => JsonAsync(response));
    }

    [Fact]
    public async Task A_body_can_be_empty_missing_or_custom()
    {
        Simulator.Faults.OnAny().Once().EmptyBody();
        Simulator.Faults.OnAny().Once().Respond(500).WithoutBody();
        Simulator.Faults.OnAny().Once().RespondWith(418, """[{"code": "teapot"}]""");
        using var empty = await GetAsync(Organizations, Bearer());
        using var missing = await GetAsync(Organizations, Bearer());
        using var own = await GetAsync(Organizations, Bearer());

        Assert.Equal((200, ""), ((int)empty.StatusCode, await TextAsync(empty)));
        Assert.Equal((500, ""), ((int)missing.StatusCode, await TextAsync(missing)));
        Assert.Equal((418, "teapot"), ((int)own.StatusCode, (string?)(await JsonAsync(own))[0]!["code"]));
    }

    [Fact]
    public async Task Credentials_are_echoed_raw_and_decoded()
    {
        Simulator.Faults.OnAny().Respond(400, detail: "What is this?").EchoAuthorization();
        var credentials = Basic();
        using var jira = await GetAsync(Myself, credentials);
        using var organization = await GetAsync(Organizations, Bearer());
        var text = await TextAsync(jira);
        Assert.Contains("What is this?", text, StringComparison.Ordinal);
        Assert.Contains(credentials.Parameter!, text, StringComparison.Ordinal);
        Assert.Contains(SimulatorKeys.Site, text, StringComparison.Ordinal);
        Assert.Contains("Bearer " + SimulatorKeys.Organization, await TextAsync(organization), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_can_take_effect_before_the_fault_applies()
    {
        Simulator.Faults.On(Myself).AfterProcessing().Respond(500);
        using var response = await GetAsync(Myself, Basic());
        var body = await JsonAsync(response);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.NotNull(body["errorMessages"]);
        Assert.NotNull(Simulator.State.SiteTokens[0].LastActiveAt);
    }

    [Fact]
    public async Task Responses_are_compressed_when_the_client_accepts_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Organizations);
        request.Headers.Authorization = Bearer();
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var compressed = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var plain = await GetAsync(Organizations, Bearer());
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.NotNull(plain.Content.Headers.ContentLength);
    }

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private async Task<string> StatusesAsync(int count)
    {
        var statuses = new int[count];
        for (var at = 0; at < count; at++)
        {
            using var response = await GetAsync(Myself, Basic());
            statuses[at] = (int)response.StatusCode;
        }

        return string.Join(' ', statuses);
    }
}
