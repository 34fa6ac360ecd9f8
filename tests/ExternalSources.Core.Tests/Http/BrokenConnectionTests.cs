using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

public class BrokenConnectionTests : SimulatorTest
{
    [Fact]
    public async Task An_unused_port_is_refused_after_three_attempts()
    {
        var handlers = 0;
        var address = UnusedAddress();
        using var client = new ServiceClient(address, Authentication.Bearer(Canary.ApiKey), Transport with { Log = _ => handlers++ });

        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() => client.GetAsync("x", false, Cancellation));

        Assert.Equal(ConnectionFailure.Refused, exception.Failure);
        Assert.Contains(address.Authority, exception.Message);
        Assert.Contains("port " + address.Port, exception.Recommendation);
        Assert.Equal(3, handlers);
        Canary.AssertAbsent(exception);
    }

    [Fact]
    public async Task A_reset_before_the_response_is_retried()
    {
        Simulator.Faults.OnAny().Times(2).Reset();
        using var client = Client();
        Assert.NotNull(await client.GetAsync("rest/api/3/myself", false, Cancellation));
        Assert.Equal(3, Simulator.Requests.Count);
    }

    [Fact]
    public async Task Repeated_resets_are_an_interruption()
    {
        Simulator.Faults.OnAny().Reset();
        var exception = await FailsAsync<ServiceUnreachableException>();
        Assert.Equal(ConnectionFailure.Interrupted, exception.Failure);
        Assert.Contains("closed before the response was complete", exception.Message);
        Assert.Equal(3, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_reset_within_the_body_is_an_interruption_not_broken_json()
    {
        Simulator.Faults.OnAny().ResetHalfway();
        Assert.Equal(ConnectionFailure.Interrupted, (await FailsAsync<ServiceUnreachableException>()).Failure);
        Assert.Equal(3, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_body_shorter_than_announced_is_an_interruption_not_broken_json()
    {
        Simulator.Faults.OnAny().Times(1).Truncate();
        using var client = Client();
        Assert.NotNull(await client.GetAsync("rest/api/3/myself", false, Cancellation));
        Assert.Equal(2, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_chunked_body_that_ends_without_its_last_chunk_is_an_interruption()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
        using var client = new ServiceClient(server.Address, null, Transport);
        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() => client.GetAsync("x", true, Cancellation));
        Assert.Equal(ConnectionFailure.Interrupted, exception.Failure);
    }

    [Fact]
    public async Task A_server_without_http_is_an_interruption()
    {
        await using var server = RawServer.Answering("220 mail.acme.example ESMTP\r\n");
        using var client = new ServiceClient(server.Address, null, Transport);
        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() => client.GetAsync("x", true, Cancellation));
        Assert.Equal(ConnectionFailure.Interrupted, exception.Failure);
    }

    [Fact]
    public async Task An_error_with_an_incomplete_body_keeps_its_status()
    {
        Simulator.Faults.OnAny().Respond(404).ResetHalfway();
        var exception = await FailsAsync<ServiceStatusException>();
        Assert.Equal(404, exception.StatusCode);
        Assert.Null(exception.ServiceMessage);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, ConnectionFailure.NameResolution)]
    [InlineData(SocketError.NoData, ConnectionFailure.NameResolution)]
    [InlineData(SocketError.TryAgain, ConnectionFailure.NameResolution)]
    [InlineData(SocketError.ConnectionRefused, ConnectionFailure.Refused)]
    [InlineData(SocketError.HostUnreachable, ConnectionFailure.Refused)]
    [InlineData(SocketError.NetworkUnreachable, ConnectionFailure.Refused)]
    [InlineData(SocketError.TimedOut, ConnectionFailure.Timeout)]
    [InlineData(SocketError.ConnectionReset, ConnectionFailure.Interrupted)]
    public async Task Each_network_failure_is_classified_and_only_temporary_ones_are_retried(SocketError error, ConnectionFailure failure)
    {
        var stub = new StubHandler(_ => throw new HttpRequestException("a message of the runtime", new SocketException((int)error)));
        using var client = new ServiceClient(new Uri("https://acme.atlassian.net/"), Authentication.Bearer(Canary.ApiKey), stub.Options());

        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() => client.GetAsync("x", false, Cancellation));

        Assert.Equal(failure, exception.Failure);
        Assert.Contains("acme.atlassian.net", exception.Message);
        Assert.DoesNotContain("a message of the runtime", exception.Message, StringComparison.Ordinal);
        Assert.Equal(failure is ConnectionFailure.Refused or ConnectionFailure.Interrupted ? 3 : 1, stub.Requests.Count);
        Canary.AssertAbsent(exception);
    }

    [Theory]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.NetworkDown)]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.TimedOut)]
    public async Task A_write_on_an_established_connection_is_never_sent_twice(SocketError error)
    {
        var stub = new StubHandler(_ => throw new HttpRequestException("sending failed", new IOException("unable to read", new SocketException((int)error))));
        using var client = new ServiceClient(new Uri("https://acme.atlassian.net/"), null, stub.Options());
        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() => client.WriteAsync(HttpMethod.Post, "x", null, Cancellation));
        Assert.Equal(ConnectionFailure.Interrupted, exception.Failure);
        Assert.True(exception.IsOutcomeUnknown);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_write_that_could_not_reach_the_service_is_sent_again()
    {
        var stub = new StubHandler(_ => throw new HttpRequestException("no connection", new SocketException((int)SocketError.HostUnreachable)));
        using var client = new ServiceClient(new Uri("https://acme.atlassian.net/"), null, stub.Options());
        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() => client.WriteAsync(HttpMethod.Post, "x", null, Cancellation));
        Assert.Equal(ConnectionFailure.Refused, exception.Failure);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task A_failure_of_net_framework_is_classified_too()
    {
        var stub = new StubHandler(_ =>
            throw new HttpRequestException("sending failed", new WebException("no such host", WebExceptionStatus.NameResolutionFailure))
        );
        using var client = new ServiceClient(new Uri("https://acme.atlassian.net/"), null, stub.Options());
        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() => client.GetAsync("x", true, Cancellation));
        Assert.Equal(ConnectionFailure.NameResolution, exception.Failure);
    }

    private static Uri UnusedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }
}
