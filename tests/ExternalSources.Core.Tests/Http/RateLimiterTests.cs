using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Engine;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>A limit applies to an endpoint of a source: when one request exceeds it, all requests of the endpoint wait.</summary>
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

        var other = client.GetAsync("rest/api/3/myself?expand=groups", false, Cancellation);
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
        Simulator.Faults.On("/rest/api/3/myself").Once().Respond(429, TimeSpan.FromSeconds(10));
        using var client = Client(Transport with { MaxAttempts = 1 });
        await Assert.ThrowsAsync<ServiceStatusException>(() => client.GetAsync("rest/api/3/myself", false, Cancellation));

        await client.GetAsync("rest/api/3/myself", false, Cancellation);

        var requests = Simulator.Requests.Snapshot();
        Assert.True(requests[1].ReceivedAt - requests[0].ReceivedAt >= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Another_endpoint_is_not_held()
    {
        Clock.Stands = true;
        Simulator.Faults.On("/rest/api/3/myself").Once().Respond(429, TimeSpan.FromSeconds(10));
        using var client = Client();
        var limited = client.GetAsync("rest/api/3/myself", false, Cancellation);
        await Clock.WaitForDelaysAsync(1, Cancellation);
        await client.GetAsync("rest/api/3/serverInfo", true, Cancellation);
        Assert.False(limited.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await limited;
    }

    [Fact]
    public async Task Requests_that_wait_for_an_endpoint_leave_the_permits_of_the_source_to_others()
    {
        Clock.Stands = true;
        Simulator.Faults.On("/rest/api/3/myself").Once().Respond(429, TimeSpan.FromSeconds(10));
        using var client = Client(Transport with { MaxRequests = 2 });
        var limited = new System.Collections.Generic.List<Task> { client.GetAsync("rest/api/3/myself", false, Cancellation) };
        await Clock.WaitForDelaysAsync(1, Cancellation);
        limited.AddRange(Enumerable.Range(0, 4).Select(i => client.GetAsync($"rest/api/3/myself?expand={i}", false, Cancellation)));
        await Clock.WaitForDelaysAsync(5, Cancellation);
        await client.GetAsync("rest/api/3/serverInfo", true, Cancellation);
        Assert.All(limited, task => Assert.False(task.IsCompleted));
        Clock.Advance(TimeSpan.FromSeconds(10));
        await Task.WhenAll(limited);
        Assert.InRange(Simulator.Requests.PeakInFlight, 1, 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_that_is_stopped_while_it_waits_is_known_not_to_have_been_sent(bool forPermit)
    {
        Clock.Stands = true;
        using var stop = new CancellationTokenSource();
        using var flight = new CancellationTokenSource();
        var holding = Simulator.Faults.On("/rest/api/3/serverInfo").Once().Hold();
        Simulator.Faults.On("/rest/api/3/group/user").Once().Respond(429, TimeSpan.FromSeconds(10));
        using var client = Client(
            Transport with
            {
                Clock = new StoppableClock(Clock) { Stop = stop.Token },
                MaxRequests = forPermit ? 1 : 2,
            }
        );
        var other = client.GetAsync("rest/api/3/serverInfo", true, Cancellation);
        await holding.WaitForArrivalAsync();
        var change = client.WriteAsync(HttpMethod.Post, "rest/api/3/group/user?groupId=1", [], flight.Token);
        if (!forPermit)
        {
            await Clock.WaitForDelaysAsync(1, Cancellation);
        }

        // The wait may notice the second cancellation first.
        await stop.CancelAsync();
        await flight.CancelAsync();
        await Assert.ThrowsAsync<StoppedBeforeSendingException>(() => change);
        holding.Release();
        await other;
        Assert.Equal(forPermit ? 1 : 2, Simulator.Requests.Count);
    }

    [Theory]
    [InlineData("GET", "rest/api/3/user?accountId=1", "rest/api/3/user?accountId=2", true)]
    [InlineData("GET", "admin/v2/orgs/o/directories/-/users/5b1/role-assignments", "admin/v2/orgs/o/directories/d/users/search/role-assignments", false)]
    [InlineData("GET", "admin/v2/orgs/o/directories/-/users/5b1/role-assignments", "admin/v2/orgs/p/directories/d/users/712020:7/role-assignments", true)]
    [InlineData("POST", "admin/v2/orgs/o/directories/-/users/search", "admin/v2/orgs/o/directories/-/groups/search", false)]
    [InlineData("GET", "admin/v2/orgs/o/directories/-/users/count", "admin/v2/orgs/o/directories/-/users/5b1", false)]
    [InlineData("GET", "users/5b1/manage/api-tokens", "users/5b2/manage/api-tokens", true)]
    [InlineData("GET", "ex/jira/cloud/rest/api/3/myself", "ex/jira/other/rest/api/3/myself", true)]
    public void An_endpoint_is_a_path_without_its_ids(string method, string one, string other, bool isSame)
    {
        var root = new Uri("https://api.atlassian.com/");
        Assert.Equal(isSame, Endpoint.Of(method, new Uri(root, one)) == Endpoint.Of(method, new Uri(root, other)));
        Assert.NotEqual(Endpoint.Of(method, new Uri(root, one)), Endpoint.Of("DELETE", new Uri(root, one)));
    }

    [Fact]
    public async Task The_last_requests_before_the_reset_are_spread()
    {
        var limiter = new RateLimiter(Clock, Permits());
        limiter.Allow(new RateLimitHeaders(3, 100, Clock.UtcNow.AddSeconds(30)));
        var times = new System.Collections.Generic.List<double>();
        var start = Clock.UtcNow;
        for (var i = 0; i < 4; i++)
        {
            using var permit = await limiter.EnterAsync(Cancellation);
            times.Add(Math.Round((Clock.UtcNow - start).TotalSeconds));
        }

        // Three within the window, and the fourth after the reset.
        Assert.Equal([0, 10, 20, 30], times);
    }

    [Fact]
    public async Task A_wait_that_keeps_a_request_from_being_refused_is_told()
    {
        var waits = new System.Collections.Generic.List<TimeSpan>();
        var limiter = new RateLimiter(Clock, Permits(), null, waits.Add);
        limiter.Allow(new RateLimitHeaders(0, 100, Clock.UtcNow.AddSeconds(25)));
        (await limiter.EnterAsync(Cancellation)).Dispose();
        Assert.Equal([TimeSpan.FromSeconds(25)], waits);
        limiter.Refused(Clock.UtcNow.AddSeconds(5));
        (await limiter.EnterAsync(Cancellation)).Dispose();
        Assert.Single(waits);
    }

    [Fact]
    public async Task A_limit_is_known_to_the_next_connection()
    {
        var limits = new RateLimits();
        Simulator.Faults.On("/rest/api/3/myself").Once().RespondWith(200, "{}").WithHeader("X-RateLimit-Remaining", "0").WithHeader("X-RateLimit-Reset", "12");
        using (var first = Client(Transport with { RateLimits = limits }))
        {
            await first.GetAsync("rest/api/3/myself", false, Cancellation);
        }

        using (var other = Client(Transport with { RateLimits = new RateLimits() }))
        {
            await other.GetAsync("rest/api/3/myself", false, Cancellation);
        }

        Assert.Empty(Clock.Delays);
        using var next = Client(Transport with { RateLimits = limits });
        await next.GetAsync("rest/api/3/myself", false, Cancellation);
        Assert.InRange(Clock.Delays.Sum(delay => delay.TotalSeconds), 11, 12);
        Assert.Contains(Log, line => line.Contains("accepts few more requests", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Enough_requests_before_the_reset_are_not_spread()
    {
        var limiter = new RateLimiter(Clock, Permits());
        limiter.Allow(new RateLimitHeaders(80, 100, Clock.UtcNow.AddSeconds(30)));
        for (var i = 0; i < 50; i++)
        {
            using var permit = await limiter.EnterAsync(Cancellation);
        }

        Assert.Empty(Clock.Delays);
    }

    [Theory]
    [InlineData("3", "30", 3)]
    [InlineData("0", "2026-07-01T12:00:30Z", 0)]
    [InlineData("-1", "30", null)]
    [InlineData("many", "30", null)]
    [InlineData("3", "2026-06-30T12:00:30Z", null)]
    [InlineData("3", "2026-07-02T12:00:30Z", null)]
    [InlineData("3", "soon", null)]
    [InlineData("5", "300000000000", null)]
    [InlineData("5", "99999999999999 s", null)]
    [InlineData("3", null, null)]
    public void Headers_that_make_no_sense_are_ignored(string remaining, string? reset, int? expected)
    {
        using var response = new System.Net.Http.HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("X-RateLimit-Remaining", remaining);
        if (reset is not null)
        {
            response.Headers.TryAddWithoutValidation("X-RateLimit-Reset", reset);
        }

        Assert.Equal(expected, RateLimitHeaders.Read(response, TestClock.Start)?.Remaining);
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
        var limiter = new RateLimiter(clock, Permits());
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
        var limiter = new RateLimiter(clock, Permits());
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
        (await new RateLimiter(Clock, Permits()).EnterAsync(Cancellation)).Dispose();
        Assert.Empty(Clock.Delays);
    }

    private static SemaphoreSlim Permits() => new(100);
}
