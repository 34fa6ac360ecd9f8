using System;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests;

/// <summary>A base for tests with one simulator each, and a client that follows no redirects.</summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    protected AtlassianSimulator Simulator { get; private set; } = null!;

    protected virtual SimulatorOptions Options => new();

    protected HttpClient Client => _client;

    public async ValueTask InitializeAsync()
    {
        Simulator = await AtlassianSimulator.StartAsync(Options);
        _client.BaseAddress = Simulator.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static AuthenticationHeaderValue Bearer(string key = SimulatorKeys.Organization) => new("Bearer", key);

    protected static AuthenticationHeaderValue Basic(string email = SimulatorKeys.AdministratorEmail, string token = SimulatorKeys.Site) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(email + ":" + token)));

    protected Task<HttpResponseMessage> GetAsync(string path, AuthenticationHeaderValue? credentials = null) => SendAsync(HttpMethod.Get, path, credentials);

    protected Task<HttpResponseMessage> PostAsync(string path, string json, AuthenticationHeaderValue? credentials = null) =>
        SendAsync(HttpMethod.Post, path, credentials, new StringContent(json, Encoding.UTF8, "application/json"));

    protected async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, AuthenticationHeaderValue? credentials, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = credentials;
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Asserts that the response is an error of the organization API.</summary>
    protected static async Task ExpectErrorAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        var error = Assert.Single((await JsonAsync(response))["errors"]!.AsArray())!;
        Assert.Equal(code, (string?)error["code"]);
        Assert.Equal(((int)status).ToString(CultureInfo.InvariantCulture), (string?)error["status"]);
        Assert.All(["id", "title", "detail"], member => Assert.False(string.IsNullOrEmpty((string?)error[member])));
    }

    /// <summary>Asserts that version 1 of the organization API refuses the key or the rate.</summary>
    protected static async Task ExpectProxyErrorAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        var error = await JsonAsync(response);
        Assert.Equal((int)status, (int?)error["code"]);
        Assert.False(string.IsNullOrEmpty((string?)error["message"]));
    }

    protected static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
}
