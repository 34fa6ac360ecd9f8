using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>The network stack throws the same exception for a timeout and a cancellation. The client separates them.</summary>
public sealed class TimeoutTests : SimulatorTest
{
    private TransportOptions Impatient => Transport with { AttemptTimeout = TimeSpan.FromMilliseconds(60) };

    [Fact]
    public async Task A_timeout_error_contains_the_time_limit()
    {
        var held = Simulator.Faults.OnAny().Hold();
        // Long enough for the request to arrive on a busy machine.
        var exception = await FailsAsync<ServiceUnreachableException>(Impatient with { AttemptTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(ConnectionFailure.Timeout, exception.Failure);
        Assert.Contains("did not respond within 1 second", exception.Message);
        await held.WaitForAbortAsync(Cancellation);
    }

    [Fact]
    public async Task A_body_that_does_not_end_in_time_is_a_timeout()
    {
        await using var server = Stalling("200 OK");
        using var client = new ServiceClient(server.Address, null, Impatient);
        var watch = Stopwatch.StartNew();

        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() => client.GetAsync("x", true, Cancellation));

        // The network stack may wait two seconds for the rest of an aborted body.
        Assert.Equal(ConnectionFailure.Timeout, exception.Failure);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.9), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task An_error_body_that_does_not_end_in_time_is_a_timeout()
    {
        await using var server = Stalling("404 Not Found");
        using var client = new ServiceClient(server.Address, null, Impatient);
        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() => client.GetAsync("x", true, Cancellation));
        Assert.Equal(ConnectionFailure.Timeout, exception.Failure);
    }

    [Fact]
    public async Task A_timeout_is_not_retried()
    {
        Simulator.Faults.OnAny().Hold();
        await FailsAsync<ServiceUnreachableException>(Impatient);
        Assert.Equal(1, Simulator.Requests.Count);
        Assert.Contains(Log, line => line.Contains("timed out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_request_that_timed_out_is_retried_once()
    {
        Simulator.Faults.OnAny().Once().Hold();
        // Long enough for the second response on a busy machine.
        using var client = Client(Transport with { AttemptTimeout = TimeSpan.FromSeconds(2), RepeatsTimeouts = true });
        await client.GetAsync("rest/api/3/serverInfo", true, Cancellation);
        Assert.Equal(2, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_list_request_is_not_retried_twice()
    {
        Simulator.Faults.OnAny().Hold();
        var exception = await FailsAsync<ServiceUnreachableException>(Impatient with { RepeatsTimeouts = true, MaxAttempts = 5 });
        Assert.Equal(ConnectionFailure.Timeout, exception.Failure);
        Assert.Equal(2, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_change_that_timed_out_is_not_sent_again()
    {
        Simulator.Faults.OnAny().Hold();
        using var client = Client(Impatient with { RepeatsTimeouts = true });
        await Assert.ThrowsAsync<ServiceUnreachableException>(() =>
            client.WriteAsync(System.Net.Http.HttpMethod.Delete, "rest/api/3/user?accountId=x", null, Cancellation)
        );
        Assert.Equal(1, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_cancellation_before_the_limit_is_a_cancellation()
    {
        var held = Simulator.Faults.OnAny().Hold();
        using var cancellation = new CancellationTokenSource();
        using var client = Client(Transport with { AttemptTimeout = TimeSpan.FromMinutes(5) });
        var request = client.GetAsync("rest/api/3/myself", false, cancellation.Token);
        await held.WaitForArrivalAsync(Cancellation);
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    private static RawServer Stalling(string status) =>
        new(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"half\":");
            await connection.WaitForEndAsync();
        });
}
