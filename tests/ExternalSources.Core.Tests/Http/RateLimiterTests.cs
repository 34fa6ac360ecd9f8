using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>A limit applies to the source: when one request exceeds it, all requests wait.</summary>
public class RateLimiterTests : SimulatorTest
{
    [Fact]
    public async Task One_request_that_must_wait_holds_the_others()
    {
        Clock.Stands = true;
        Simulator.Faults.On("/rest/api/3/myself").Once().Respond(429, TimeSpan.FromSeconds(10));
        using var client = Client();
        var limited = client.GetAsync("rest/api/3/myself", false, Cancellation);
        await Clock.WaitForDelaysAsync(1, Cancellation);

        var other = client.GetAsync("rest/api/3/serverInfo", true, Cancellation);
        await Clock.WaitForDelaysAsync(2, Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, Simulator.Requests.Count);
        Assert.False(limited.IsCompleted || other.IsCompleted);

        Clock.Advance(TimeSpan.FromSeconds(0.1));
        await Task.WhenAll(limited, other);
        Assert.Equal(3, Simulator.Requests.Count);
        Assert.Contains(Log, line => line.Contains("requests a wait of 10 seconds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_gives_up_still_holds_the_others()
    {
        Simulator.Faults.On("/rest/api/3/myself").Respond(429, TimeSpan.FromSeconds(10));
        using var client = Client(Transport with { MaxAttempts = 1 });
        await Assert.ThrowsAsync<ServiceStatusException>(() => client.GetAsync("rest/api/3/myself", false, Cancellation));

        await client.GetAsync("rest/api/3/serverInfo", true, Cancellation);

        var requests = Simulator.Requests.Snapshot();
        Assert.True(requests[1].ReceivedAt - requests[0].ReceivedAt >= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task An_outage_of_one_address_holds_no_other_request()
    {
        Clock.Stands = true;
        Simulator.Faults.On("/rest/api/3/myself").Once().Respond(503, TimeSpan.FromSeconds(10));
        using var client = Client();
        var limited = client.GetAsync("rest/api/3/myself", false, Cancellation);
        await Clock.WaitForDelaysAsync(1, Cancellation);

        await client.GetAsync("rest/api/3/serverInfo", true, Cancellation);

        Assert.False(limited.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await limited;
    }

    [Fact]
    public async Task Another_source_is_not_held()
    {
        Simulator.Faults.OnAny().Once().Respond(429, TimeSpan.FromSeconds(10));
        Clock.Stands = true;
        using var client = Client();
        using var other = Client();
        var limited = client.GetAsync("rest/api/3/myself", false, Cancellation);
        await Clock.WaitForDelaysAsync(1, Cancellation);

        await other.GetAsync("rest/api/3/myself", false, Cancellation);

        Clock.Advance(TimeSpan.FromSeconds(10));
        await limited;
    }

    [Fact]
    public async Task A_later_time_extends_the_pause_and_an_earlier_time_does_not_shorten_it()
    {
        var clock = new TestClock();
        var limiter = new RateLimiter(clock);
        limiter.Refused(TestClock.Start.AddSeconds(10));
        limiter.Refused(TestClock.Start.AddSeconds(30));
        limiter.Refused(TestClock.Start.AddSeconds(20));
        (await limiter.EnterAsync(CancellationToken.None)).Dispose();
        Assert.Equal(TestClock.Start.AddSeconds(30), clock.UtcNow);
    }

    [Fact]
    public async Task A_waiting_request_waits_longer_when_the_pause_is_extended()
    {
        var clock = new TestClock { Stands = true };
        var limiter = new RateLimiter(clock);
        limiter.Refused(TestClock.Start.AddSeconds(10));
        var waiting = limiter.EnterAsync(Cancellation);
        limiter.Refused(TestClock.Start.AddSeconds(15));

        clock.Advance(TimeSpan.FromSeconds(10));
        await clock.WaitForDelaysAsync(2, Cancellation);
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        (await waiting).Dispose();
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)], clock.Delays);
    }

    [Fact]
    public async Task Without_a_limit_no_request_waits()
    {
        (await new RateLimiter(Clock).EnterAsync(Cancellation)).Dispose();
        Assert.Empty(Clock.Delays);
    }
}
