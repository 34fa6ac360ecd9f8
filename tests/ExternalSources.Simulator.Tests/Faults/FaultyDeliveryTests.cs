using System;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests.Faults;

public sealed class FaultyDeliveryTests : SimulatorTest
{
    private const string Path = "/rest/api/3/serverInfo";

    [Fact]
    public async Task A_reset_happens_before_the_first_byte()
    {
        Simulator.Faults.On(Path).Reset();
        using var connection = await RawConnection.SendAsync(Simulator.Address, Path);
        Assert.Equal(("", true), await connection.ReadToEndAsync());
        await Simulator.Requests.WaitForIdleAsync(TestContext.Current.CancellationToken);
        var request = Assert.Single(Simulator.Requests.Snapshot());
        Assert.True(request is { Status: null, Aborted: true });
    }

    [Fact]
    public async Task A_reset_halfway_happens_after_half_of_the_body()
    {
        Simulator.Faults.On(Path).ResetHalfway();
        using var connection = await RawConnection.SendAsync(Simulator.Address, Path);
        (var received, var wasReset) = await connection.ReadToEndAsync();
        Assert.True(wasReset);
        ExpectHalf(received);
    }

    [Fact]
    public async Task A_truncated_body_ends_without_a_reset()
    {
        Simulator.Faults.On(Path).Truncate();
        using var connection = await RawConnection.SendAsync(Simulator.Address, Path);
        (var received, var wasReset) = await connection.ReadToEndAsync();
        Assert.False(wasReset);
        ExpectHalf(received);
    }

    [Fact]
    public async Task A_client_reports_each_broken_response_as_an_error()
    {
        Simulator.Faults.On(Path).Once().Reset();
        Simulator.Faults.On(Path).Once().ResetHalfway();
        Simulator.Faults.On(Path).Once().Truncate();
        Simulator.Faults.On(Path).Once().Respond(500).Truncate();
        for (var time = 0; time < 4; time++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(Path));
        }

        using var last = await GetAsync(Path);
        Assert.True(last.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_compressed_body_breaks_off_too()
    {
        Simulator.Faults.On(Path).Truncate();
        using var connection = await RawConnection.SendAsync(Simulator.Address, Path, "Accept-Encoding: gzip\r\n");
        (var received, _) = await connection.ReadToEndAsync();
        Assert.Contains("Content-Encoding: gzip", received, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Length:", received, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_slow_body_arrives_complete_in_chunks()
    {
        Simulator.Faults.On(Path).SlowBody(TimeSpan.FromMilliseconds(2), chunkSize: 100);
        var start = Stopwatch.GetTimestamp();
        using var response = await GetAsync(Path);
        var length = (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
        Assert.Equal("Cloud", (string?)(await JsonAsync(response))["deploymentType"]);
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds((length - 1) / 100 * 1));
    }

    [Fact]
    public async Task Latency_delays_every_response_and_a_delay_those_of_one_fault()
    {
        Simulator.Faults.Latency = TimeSpan.FromMilliseconds(15);
        Simulator.Faults.On(Path).Once().Delay(TimeSpan.FromMilliseconds(30));
        var start = Stopwatch.GetTimestamp();
        using var both = await GetAsync(Path);
        var first = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        using var latency = await GetAsync(Path);
        var second = Stopwatch.GetElapsedTime(start);
        Assert.True(both.IsSuccessStatusCode && latency.IsSuccessStatusCode);
        Assert.True(first >= TimeSpan.FromMilliseconds(44), first.ToString());
        Assert.True(second >= TimeSpan.FromMilliseconds(14), second.ToString());
    }

    [Fact]
    public async Task Held_requests_continue_after_release()
    {
        var held = Simulator.Faults.On(Path).Hold();
        var first = GetAsync(Path);
        var second = GetAsync(Path);
        await held.WaitForArrivalAsync(TestContext.Current.CancellationToken);
        await Simulator.Requests.WaitForCountAsync(2, TestContext.Current.CancellationToken);
        Assert.False(first.IsCompleted || second.IsCompleted);
        Assert.Equal(2, Simulator.Requests.InFlight);

        held.Release();
        using var one = await first;
        using var two = await second;
        Assert.True(one.IsSuccessStatusCode && two.IsSuccessStatusCode);
        await Simulator.Requests.WaitForIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 2, 0), (Simulator.Requests.InFlight, Simulator.Requests.PeakInFlight, held.Waiting));
    }

    [Fact]
    public async Task The_simulator_detects_that_a_client_gave_up()
    {
        var held = Simulator.Faults.On(Path).Hold();
        using var cancellation = new CancellationTokenSource();
        var request = Client.GetAsync(new Uri(Path, UriKind.Relative), cancellation.Token);
        await held.WaitForArrivalAsync(TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await held.WaitForAbortAsync(TestContext.Current.CancellationToken);
        await Simulator.Requests.WaitForIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (held.AbortedCount, held.Waiting));
        Assert.True(Assert.Single(Simulator.Requests.Snapshot()).Aborted);
    }

    [Fact]
    public async Task A_simulator_stops_at_once_while_it_holds_requests()
    {
        await using var other = await AtlassianSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var held = other.Faults.OnAny().Hold();
        var request = Client.GetAsync(other.Address, TestContext.Current.CancellationToken);
        await held.WaitForArrivalAsync(TestContext.Current.CancellationToken);
        var start = Stopwatch.GetTimestamp();
        await other.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3));
    }

    private static void ExpectHalf(string received)
    {
        Assert.StartsWith("HTTP/1.1 200", received, StringComparison.Ordinal);
        var parts = received.Split("\r\n\r\n", 2);
        var header = Array.Find(parts[0].Split("\r\n"), line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))!;
        var length = int.Parse(header.AsSpan(15), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        Assert.Equal(length / 2, parts[1].Length);
    }
}
