using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>After a refusal, requests are sent at the rate that the service granted while it was in use.</summary>
public sealed class RatePacingTests
{
    private readonly TestClock _clock = new();
    private readonly RateLimiter _limiter;

    // A request is always in progress, unless a test disposes this permit.
    private readonly Task<IDisposable> _permit;

    public RatePacingTests()
    {
        _limiter = new RateLimiter(_clock, new SemaphoreSlim(100));
        _permit = _limiter.EnterAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public async Task A_known_limit_is_rarely_exceeded_and_fully_used(int perSecond)
    {
        var granted = new List<DateTimeOffset>();
        var refused = new List<DateTimeOffset>();
        while (_clock.UtcNow < TestClock.Start.AddSeconds(90))
        {
            using var permit = await _limiter.EnterAsync(CancellationToken.None);
            var now = _clock.UtcNow;
            var second = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
            if (granted.Count(at => at >= second) < perSecond)
            {
                granted.Add(now);
                _limiter.Granted();
            }
            else
            {
                refused.Add(now);
                _limiter.Refused(second.AddSeconds(1));
            }

            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var late = TestClock.Start.AddSeconds(30);
        Assert.InRange(refused.Count(at => at >= late), 0, 20);
        Assert.InRange(granted.Count(at => at >= late) / 60.0, perSecond * 0.8, perSecond);
        Assert.InRange(_limiter.Rate, perSecond * 0.7, perSecond * 1.5);
    }

    [Fact]
    public void Without_a_refusal_the_rate_is_infinite()
    {
        for (var i = 0; i < 100; i++)
        {
            _limiter.Granted();
        }

        Assert.Equal(double.PositiveInfinity, _limiter.Rate);
    }

    [Fact]
    public void A_rate_is_not_measured_from_a_few_requests()
    {
        _limiter.Refused(TestClock.Start.AddSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Grant(9);
        _limiter.Refused(_clock.UtcNow.AddSeconds(1));
        Assert.Equal(double.PositiveInfinity, _limiter.Rate);
    }

    [Fact]
    public void Periods_with_few_requests_are_combined_to_measure_a_rate()
    {
        for (var second = 0; second < 5; second++)
        {
            Assert.Equal(double.PositiveInfinity, _limiter.Rate);
            _limiter.Refused(_clock.UtcNow.AddSeconds(1));
            _clock.Advance(TimeSpan.FromSeconds(1));
            Grant(2);
        }

        _limiter.Refused(_clock.UtcNow.AddSeconds(1));
        Assert.Equal(2, _limiter.Rate, 6);
    }

    [Fact]
    public void The_rate_is_measured_between_two_refusals_including_the_pause()
    {
        MeasureRate(20, TimeSpan.FromSeconds(4));
        Assert.Equal(5, _limiter.Rate, 6);
    }

    [Fact]
    public void Refusals_during_a_pause_do_not_change_the_rate()
    {
        MeasureRate(20, TimeSpan.FromSeconds(4));
        for (var i = 0; i < 7; i++)
        {
            _limiter.Refused(_clock.UtcNow.AddSeconds(1));
        }

        Assert.Equal(5, _limiter.Rate, 6);
    }

    [Fact]
    public async Task Idle_time_does_not_allow_a_burst()
    {
        MeasureRate(20, TimeSpan.FromSeconds(4));
        _clock.Advance(TimeSpan.FromMinutes(10));
        var begun = _clock.UtcNow;
        for (var i = 0; i < 11; i++)
        {
            (await _limiter.EnterAsync(CancellationToken.None)).Dispose();
        }

        Assert.InRange(_clock.UtcNow - begun, TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void The_rate_grows_with_time_and_not_with_requests()
    {
        MeasureRate(20, TimeSpan.FromSeconds(4));
        Grant(1000);
        var before = _limiter.Rate;
        for (var second = 0; second < 10; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Grant(5);
        }

        Assert.Equal(before * Math.Pow(1.02, 10), _limiter.Rate, 6);
    }

    [Fact]
    public void A_slow_rate_grows_as_fast_as_a_high_rate()
    {
        MeasureRate(10, TimeSpan.FromSeconds(50));
        Assert.Equal(0.2, _limiter.Rate, 6);
        for (var i = 0; i < 12; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            Grant(1);
        }

        Assert.Equal(0.2 * Math.Pow(1.02, 60), _limiter.Rate, 6);
    }

    [Theory]
    [InlineData(10, 12, 20.0 / 12)]
    [InlineData(11, 13, 20.0 / 2)]
    [InlineData(600, 602, 20.0 / 2)]
    public void A_long_pause_does_not_count_for_the_rate(int pause, int next, double rate)
    {
        _limiter.Refused(TestClock.Start.AddSeconds(pause));
        _clock.Advance(TimeSpan.FromSeconds(next));
        Grant(20);
        _limiter.Refused(_clock.UtcNow.AddSeconds(pause));
        Assert.Equal(rate, _limiter.Rate, 6);
    }

    [Fact]
    public void A_rate_is_not_measured_from_a_long_pause_alone()
    {
        _limiter.Refused(TestClock.Start.AddSeconds(600));
        Grant(20);
        _clock.Advance(TimeSpan.FromSeconds(600));
        _limiter.Refused(_clock.UtcNow.AddSeconds(600));
        Assert.Equal(double.PositiveInfinity, _limiter.Rate);
    }

    [Fact]
    public async Task A_waiting_request_can_be_cancelled()
    {
        _clock.Stands = true;
        using var stop = new CancellationTokenSource();
        _limiter.Refused(TestClock.Start.AddSeconds(10));
        var waiting = _limiter.EnterAsync(stop.Token);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(600)]
    public async Task Idle_time_does_not_count_for_the_rate(int idle)
    {
        (await _permit).Dispose();
        _limiter.Refused(_clock.UtcNow);
        using (await _limiter.EnterAsync(CancellationToken.None))
        {
            Spread(12, TimeSpan.FromSeconds(2));
        }

        _clock.Advance(TimeSpan.FromSeconds(idle));
        using (await _limiter.EnterAsync(CancellationToken.None))
        {
            _limiter.Refused(_clock.UtcNow.AddSeconds(1));
        }

        Assert.Equal(6, _limiter.Rate, 5);
    }

    [Fact]
    public async Task The_rate_of_concurrent_requests_is_measured_once()
    {
        using (await _limiter.EnterAsync(CancellationToken.None))
        {
            MeasureRate(20, TimeSpan.FromSeconds(4));
        }

        Assert.Equal(5, _limiter.Rate, 6);
    }

    [Fact]
    public async Task A_request_that_waits_through_a_pause_counts_as_in_use()
    {
        (await _permit).Dispose();
        _limiter.Refused(_clock.UtcNow.AddSeconds(4));
        using (await _limiter.EnterAsync(CancellationToken.None))
        {
            Spread(20, TimeSpan.FromSeconds(1));
        }

        _limiter.Refused(_clock.UtcNow.AddSeconds(4));
        Assert.Equal(20.0 / 5, _limiter.Rate, 6);
    }

    [Fact]
    public void After_a_slow_period_the_rate_is_at_least_half_of_the_highest()
    {
        _limiter.Refused(_clock.UtcNow);
        Spread(40, TimeSpan.FromSeconds(8));
        Spread(4, TimeSpan.FromSeconds(400));
        _limiter.Refused(_clock.UtcNow);
        Assert.Equal(40 / 10.0 / 2, _limiter.Rate, 6);
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_count_as_in_use()
    {
        (await _permit).Dispose();
        _clock.Stands = true;
        using var stop = new CancellationTokenSource();
        _limiter.Refused(_clock.UtcNow.AddSeconds(4));
        var waiting = _limiter.EnterAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _clock.Advance(TimeSpan.FromSeconds(100));
        using (await _limiter.EnterAsync(CancellationToken.None))
        {
            Spread(20, TimeSpan.FromSeconds(4));
        }

        _limiter.Refused(_clock.UtcNow);
        Assert.Equal(5, _limiter.Rate, 6);
    }

    /// <summary>Grants a number of requests in a time span, between two refusals.</summary>
    private void MeasureRate(int granted, TimeSpan time)
    {
        _limiter.Refused(_clock.UtcNow.AddSeconds(1));
        Spread(granted, time);
        _limiter.Refused(_clock.UtcNow);
    }

    private void Spread(int granted, TimeSpan time)
    {
        for (var i = 0; i < granted; i++)
        {
            _clock.Advance(time / granted);
            _limiter.Granted();
        }
    }

    private void Grant(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _limiter.Granted();
        }
    }
}
