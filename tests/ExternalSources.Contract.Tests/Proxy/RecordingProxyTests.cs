using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Simulator;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Contract.Tests.Proxy;

/// <summary>The proxy forwards everything as it is, except for addresses, and records everything except credentials.</summary>
public sealed class RecordingProxyTests
{
    private const string Path = "/admin/v2/orgs/a%3Ab/directories";

    [Fact]
    public async Task A_request_and_its_response_go_through_and_are_recorded_without_credentials()
    {
        await using var simulator = await AtlassianSimulator.StartAsync();
        await using var proxy = await RecordingProxy.StartAsync(simulator.Address);
        simulator.Faults.OnAny().Once().RespondWith(202, """{"hello":"you"}""");
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(proxy.Addresses[0], Path + "?a=b%20c&a=d"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "secret");
        request.Headers.Add("X-Mine", "1");
        request.Content = new StringContent("""{"some":"body"}""", Encoding.UTF8, "application/json");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("""{"hello":"you"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var seen = Assert.Single(simulator.Requests.Snapshot());
        var exchange = Assert.Single(proxy.Exchanges);
        Assert.Equal("POST", seen.Method);
        Assert.Equal(("POST", Path, "?a=b%20c&a=d"), (exchange.Method.Method, exchange.Address.AbsolutePath, exchange.Address.Query));
        Assert.Equal(("application/json", """{"some":"body"}"""), (exchange.RequestType, exchange.RequestBody));
        Assert.Equal((202, "application/json", """{"hello":"you"}"""), (exchange.Status, exchange.ResponseType, exchange.ResponseBody));
        Assert.Equal("1", exchange.RequestHeaders["x-mine"]);
        Assert.DoesNotContain("Authorization", exchange.RequestHeaders.Keys);
        Assert.DoesNotContain("secret", string.Join('\n', exchange.RequestHeaders.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_in_a_response_lead_through_the_proxy()
    {
        await using var one = await AtlassianSimulator.StartAsync(new SimulatorOptions { Organizations = 60 });
        await using var other = await AtlassianSimulator.StartAsync();
        await using var proxy = await RecordingProxy.StartAsync(one.Address, other.Address, one.Address);
        other.Faults.OnAny().Once().RespondWith(200, $$"""{"site":"{{one.Address}}","self":"{{other.Address}}","port":"{{one.Address.Port}}0"}""");
        using var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SimulatorKeys.Organization);

        Assert.All([0, 2], index =>
            Assert.StartsWith(
                proxy.Addresses[index].ToString(),
                (string?)Ask(client, proxy.Addresses[index], "/admin/v1/orgs").SelectToken("links.next"),
                StringComparison.Ordinal
            )
        );
        var links = Ask(client, proxy.Addresses[1], "/links");

        Assert.Equal((proxy.Addresses[0].ToString(), proxy.Addresses[1].ToString()), ((string?)links["site"], (string?)links["self"]));
        Assert.Equal(one.Address.Port + "0", (string?)links["port"]);
    }

    [Fact]
    public async Task A_connection_that_the_server_breaks_off_breaks_off()
    {
        await using var simulator = await AtlassianSimulator.StartAsync();
        await using var proxy = await RecordingProxy.StartAsync(simulator.Address);
        simulator.Faults.OnAny().Reset();
        using var client = Client();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(proxy.Addresses[0], Path), TestContext.Current.CancellationToken));

        Assert.Empty(proxy.Exchanges);
        Assert.Equal((0, Path), (Assert.Single(proxy.Aborted).Status, proxy.Aborted[0].Address.AbsolutePath));
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false });

    private static JObject Ask(HttpClient client, Uri address, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        using var response = client.Send(request, TestContext.Current.CancellationToken);
        using var reader = new System.IO.StreamReader(response.Content.ReadAsStream(TestContext.Current.CancellationToken));
        return JObject.Parse(reader.ReadToEnd());
    }
}
