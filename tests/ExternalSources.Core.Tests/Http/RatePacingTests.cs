using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>After a refusal requests go at the rate that the service turned out to grant, while somebody uses it.</summary>
public sealed class RatePacingTests
{
    private readonly TestClock _clock = new();
    private readonly RateLimiter _gate;

    // Somebody sends all the time.
    private readonly Task<IDisposable> _use;

    public RatePacingTests()
    {
        _gate = new RateLimiter(_clock);
        _use = _gate.EnterAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public async Task A_limit_is_met_seldom_once_its_rate_is_known_and_used_all_the_same(int perSecond)
    {
        var granted = new List<DateTimeOffset>();
        var refused = new List<DateTimeOffset>();
        while (_clock.UtcNow < TestClock.Start.AddSeconds(90))
        {
            using var use = await _gate.EnterAsync(CancellationToken.None);
            var now = _clock.UtcNow;
            var second = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
            if (granted.Count(at => at >= second) < perSecond)
            {
                granted.Add(now);
                _gate.Granted();
            }
            else
            {
                refused.Add(now);
                _gate.Refused(second.AddSeconds(1));
            }

            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var late = TestClock.Start.AddSeconds(30);
        Assert.InRange(refused.Count(at => at >= late), 0, 20);
        Assert.InRange(granted.Count(at => at >= late) / 60.0, perSecond * 0.8, perSecond);
        Assert.InRange(_gate.Rate, perSecond * 0.7, perSecond * 1.5);
    }

    [Fact]
    public void A_gate_that_was_never_refused_knows_no_rate()
    {
        for (var i = 0; i < 100; i++)
        {
            _gate.Granted();
        }

        Assert.Equal(double.PositiveInfinity, _gate.Rate);
    }

    [Fact]
    public void A_few_requests_teach_no_rate()
    {
        _gate.Refused(TestClock.Start.AddSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Grant(9);
        _gate.Refused(_clock.UtcNow.AddSeconds(1));
        Assert.Equal(double.PositiveInfinity, _gate.Rate);
    }

    [Fact]
    public void Refusals_that_let_only_a_few_requests_between_them_teach_a_rate_together()
    {
        for (var second = 0; second < 5; second++)
        {
            Assert.Equal(double.PositiveInfinity, _gate.Rate);
            _gate.Refused(_clock.UtcNow.AddSeconds(1));
            _clock.Advance(TimeSpan.FromSeconds(1));
            Grant(2);
        }

        _gate.Refused(_clock.UtcNow.AddSeconds(1));
        Assert.Equal(2, _gate.Rate, 6);
    }

    [Fact]
    public void The_rate_is_what_was_granted_from_one_refusal_to_the_next_the_pause_included()
    {
        Learn(20, TimeSpan.FromSeconds(4));
        Assert.Equal(5, _gate.Rate, 6);
    }

    [Fact]
    public void Refusals_of_what_was_under_way_teach_nothing()
    {
        Learn(20, TimeSpan.FromSeconds(4));
        for (var i = 0; i < 7; i++)
        {
            _gate.Refused(_clock.UtcNow.AddSeconds(1));
        }

        Assert.Equal(5, _gate.Rate, 6);
    }

    [Fact]
    public async Task Time_that_was_not_used_is_not_made_up_for_in_a_burst()
    {
        Learn(20, TimeSpan.FromSeconds(4));
        _clock.Advance(TimeSpan.FromMinutes(10));
        var begun = _clock.UtcNow;
        for (var i = 0; i < 11; i++)
        {
            (await _gate.EnterAsync(CancellationToken.None)).Dispose();
        }

        Assert.InRange(_clock.UtcNow - begun, TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void The_rate_grows_slowly_with_time_and_not_with_requests()
    {
        Learn(20, TimeSpan.FromSeconds(4));
        Grant(1000);
        var before = _gate.Rate;
        for (var second = 0; second < 10; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Grant(5);
        }

        Assert.Equal(before * Math.Pow(1.02, 10), _gate.Rate, 6);
    }

    [Fact]
    public void A_slow_rate_grows_as_fast_as_a_quick_one()
    {
        Learn(10, TimeSpan.FromSeconds(50));
        Assert.Equal(0.2, _gate.Rate, 6);
        for (var i = 0; i < 12; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            Grant(1);
        }

        Assert.Equal(0.2 * Math.Pow(1.02, 60), _gate.Rate, 6);
    }

    [Theory]
    [InlineData(10, 12, 20.0 / 12)]
    [InlineData(11, 13, 20.0 / 2)]
    [InlineData(600, 602, 20.0 / 2)]
    public void A_long_pause_is_no_part_of_the_rate(int pause, int next, double rate)
    {
        _gate.Refused(TestClock.Start.AddSeconds(pause));
        _clock.Advance(TimeSpan.FromSeconds(next));
        Grant(20);
        _gate.Refused(_clock.UtcNow.AddSeconds(pause));
        Assert.Equal(rate, _gate.Rate, 6);
    }

    [Fact]
    public void A_long_pause_and_nothing_but_it_teaches_no_rate()
    {
        _gate.Refused(TestClock.Start.AddSeconds(600));
        Grant(20);
        _clock.Advance(TimeSpan.FromSeconds(600));
        _gate.Refused(_clock.UtcNow.AddSeconds(600));
        Assert.Equal(double.PositiveInfinity, _gate.Rate);
    }

    [Fact]
    public async Task Who_waits_for_a_place_can_be_stopped()
    {
        _clock.Stands = true;
        using var stop = new CancellationTokenSource();
        _gate.Refused(TestClock.Start.AddSeconds(10));
        var waiting = _gate.EnterAsync(stop.Token);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(600)]
    public async Task Time_in_which_nobody_wants_anything_is_no_part_of_the_rate(int idle)
    {
        (await _use).Dispose();
        _gate.Refused(_clock.UtcNow);
        using (await _gate.EnterAsync(CancellationToken.None))
        {
            Spread(12, TimeSpan.FromSeconds(2));
        }

        _clock.Advance(TimeSpan.FromSeconds(idle));
        using (await _gate.EnterAsync(CancellationToken.None))
        {
            _gate.Refused(_clock.UtcNow.AddSeconds(1));
        }

        Assert.Equal(6, _gate.Rate, 5);
    }

    [Fact]
    public async Task The_rate_of_two_who_send_at_the_same_time_is_that_of_the_time_and_not_of_each()
    {
        using (await _gate.EnterAsync(CancellationToken.None))
        {
            Learn(20, TimeSpan.FromSeconds(4));
        }

        Assert.Equal(5, _gate.Rate, 6);
    }

    [Fact]
    public async Task Who_waits_through_a_pause_uses_it()
    {
        (await _use).Dispose();
        _gate.Refused(_clock.UtcNow.AddSeconds(4));
        using (await _gate.EnterAsync(CancellationToken.None))
        {
            Spread(20, TimeSpan.FromSeconds(1));
        }

        _gate.Refused(_clock.UtcNow.AddSeconds(4));
        Assert.Equal(20.0 / 5, _gate.Rate, 6);
    }

    [Fact]
    public void A_service_that_is_slow_for_a_while_still_grants_half_of_what_it_has_been_seen_to_grant()
    {
        _gate.Refused(_clock.UtcNow);
        Spread(40, TimeSpan.FromSeconds(8));
        Spread(4, TimeSpan.FromSeconds(400));
        _gate.Refused(_clock.UtcNow);
        Assert.Equal(40 / 10.0 / 2, _gate.Rate, 6);
    }

    [Fact]
    public async Task Who_stopped_waiting_uses_nothing()
    {
        (await _use).Dispose();
        _clock.Stands = true;
        using var stop = new CancellationTokenSource();
        _gate.Refused(_clock.UtcNow.AddSeconds(4));
        var waiting = _gate.EnterAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _clock.Advance(TimeSpan.FromSeconds(100));
        using (await _gate.EnterAsync(CancellationToken.None))
        {
            Spread(20, TimeSpan.FromSeconds(4));
        }

        _gate.Refused(_clock.UtcNow);
        Assert.Equal(5, _gate.Rate, 6);
    }

    /// <summary>So much is granted in so much time between two refusals.</summary>
    private void Learn(int granted, TimeSpan time)
    {
        _gate.Refused(_clock.UtcNow.AddSeconds(1));
        Spread(granted, time);
        _gate.Refused(_clock.UtcNow);
    }

    private void Spread(int granted, TimeSpan time)
    {
        for (var i = 0; i < granted; i++)
        {
            _clock.Advance(time / granted);
            _gate.Granted();
        }
    }

    private void Grant(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _gate.Granted();
        }
    }
}
