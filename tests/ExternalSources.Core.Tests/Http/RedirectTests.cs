using System;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>The key is sent only to the address that it was given for.</summary>
public class RedirectTests : SimulatorTest
{
    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task No_request_is_sent_to_another_host(int status)
    {
        await using var other = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        Simulator.Faults.OnAny().Redirect(new Uri(other.Address, "rest/api/3/myself"), status);

        var exception = await FailsAsync<ServiceRedirectException>();

        Assert.Contains($"redirects to http://127.0.0.1:{other.Port}.", exception.Message);
        Assert.Contains("not sent there", exception.Message);
        Assert.Equal(0, other.Connections);
        Assert.Equal(1, Simulator.Requests.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(308)]
    public async Task Another_path_of_the_same_host_is_not_followed_either(int status)
    {
        Simulator.Faults.On("/rest/api/3/myself").Redirect(new Uri("/rest/api/3/serverInfo", UriKind.Relative), status);
        await FailsAsync<ServiceRedirectException>();
        Assert.Equal(["GET /rest/api/3/myself"], Paths());
    }

    [Fact]
    public async Task A_search_is_not_followed()
    {
        Simulator.Faults.OnAny().Redirect(new Uri("/elsewhere", UriKind.Relative), 307);
        using var client = Client();
        await Assert.ThrowsAsync<ServiceRedirectException>(() => client.SearchAsync("users/search", [], Cancellation));
        Assert.Equal(["POST /users/search"], Paths());
    }

    [Theory]
    [InlineData("https://other.example:8443/login?token={0}#{0}", "https://other.example:8443.")]
    [InlineData("https://admin:{0}@other.example/", "https://other.example.")]
    public async Task The_message_contains_only_the_host_of_the_target(string location, string said)
    {
        Simulator.Faults.OnAny().Redirect(new Uri(string.Format(null, location, Uri.EscapeDataString(Canary.Key))));
        var exception = await FailsAsync<ServiceRedirectException>();
        Assert.Contains(said, exception.Message);
    }

    [Fact]
    public async Task A_redirect_without_a_target_is_an_error()
    {
        Simulator.Faults.OnAny().RespondWith(304, string.Empty);
        Assert.Contains("another address", (await FailsAsync<ServiceRedirectException>()).Message);
    }
}
