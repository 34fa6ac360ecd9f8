using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

public class CredentialsTests
{
    private const string Empty = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";

    [Fact]
    public async Task An_organization_key_is_sent_as_a_bearer() =>
        Assert.Equal("Bearer " + Canary.Key, await AuthorizationAsync(Authentication.Bearer(Canary.ApiKey)));

    [Fact]
    public async Task An_api_token_is_sent_with_the_address_it_belongs_to_in_utf_8() =>
        Assert.Equal(
            "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("jürgen@acme.example:" + Canary.Key)),
            await AuthorizationAsync(Authentication.Basic("jürgen@acme.example", Canary.ApiKey))
        );

    [Fact]
    public async Task An_anonymous_request_has_no_credentials() => Assert.Null(await AuthorizationAsync(Authentication.Bearer(Canary.ApiKey), anonymous: true));

    [Fact]
    public async Task A_client_without_credentials_sends_none() => Assert.Null(await AuthorizationAsync(null));

    [Fact]
    public async Task A_search_is_posted_as_json_with_credentials()
    {
        await using var server = RawServer.Answering(Empty);
        using var client = new ServiceClient(server.Address, Authentication.Bearer(Canary.ApiKey), Options());
        await client.SearchAsync("users/search", new JObject { ["limit"] = 1 }, TestContext.Current.CancellationToken);

        var head = Assert.Single(server.Heads);
        Assert.StartsWith("POST /users/search HTTP/1.1", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json", head);
        Assert.Contains("Authorization: Bearer " + Canary.Key, head);
    }

    [Fact]
    public async Task A_request_has_a_user_agent_and_an_accept_header()
    {
        await using var server = RawServer.Answering(Empty);
        await SendAsync(server, null, false);
        var head = Assert.Single(server.Heads);
        Assert.Contains("User-Agent: ExternalSources/", head);
        Assert.Contains("Accept: application/json", head);
        Assert.Contains("gzip", head);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var server = RawServer.Answering(Empty.Replace("Connection:", "Set-Cookie: session=1; Path=/\r\nConnection:", StringComparison.Ordinal));
        using var client = new ServiceClient(server.Address, null, Options());
        await client.GetAsync("one", true, TestContext.Current.CancellationToken);
        await client.GetAsync("two", true, TestContext.Current.CancellationToken);
        Assert.Equal(2, server.Heads.Count);
        Assert.DoesNotContain(server.Heads, head => head.Contains("Cookie:", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("http://acme.atlassian.net/")]
    [InlineData("ftp://acme.atlassian.net/")]
    public void An_address_without_encryption_is_refused(string address)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => new ServiceClient(new Uri(address), null, Options()));
        Assert.Contains("https", refusal.Message);
    }

    [Theory]
    [InlineData("https://evil.example/rest")]
    [InlineData("//evil.example/rest")]
    [InlineData("../../rest")]
    [InlineData("/rest")]
    public async Task No_path_leaves_the_address_of_the_client(string path)
    {
        var stub = new StubHandler(_ => StubHandler.Json("{}"));
        using var client = new ServiceClient(new Uri("https://api.atlassian.com/ex/jira/cloud-id/"), Authentication.Bearer(Canary.ApiKey), stub.Options());
        await Assert.ThrowsAsync<InvalidInputException>(() => client.GetAsync(path, false, TestContext.Current.CancellationToken));
        Assert.Empty(stub.Requests);
    }

    private static TransportOptions Options() => new() { Clock = new TestClock() };

    private static async Task<string?> AuthorizationAsync(Authentication? authentication, bool anonymous = false)
    {
        await using var server = RawServer.Answering(Empty);
        await SendAsync(server, authentication, anonymous);
        var line = Assert.Single(server.Heads).Split("\r\n").SingleOrDefault(header => header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase));
        return line?["Authorization: ".Length..];
    }

    private static async Task SendAsync(RawServer server, Authentication? authentication, bool anonymous)
    {
        using var client = new ServiceClient(server.Address, authentication, Options());
        await client.GetAsync("rest/api/3/myself", anonymous, TestContext.Current.CancellationToken);
    }
}
