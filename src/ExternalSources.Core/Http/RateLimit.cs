using System;
using System.Collections.Generic;

namespace ExternalSources.Core.Http;

/// <summary>
/// What is known about the rate limit of one endpoint of a source. It holds all requests while the service requests a pause, and then sends them at the
/// rate that the service granted. If the service says how many requests it still accepts, the last of them are spread over the time until the reset. A
/// client that exceeds the limit again and again spends more time waiting than the limit requires.
/// </summary>
internal sealed class RateLimit
{
    /// <summary>From this number of accepted requests on, or from a fifth of the limit, requests are spread over the time until the reset.</summary>
    private const int FewRemaining = 10;

    /// <summary>The minimum number of requests that a rate is measured from.</summary>
    private const int MinGranted = 10;

    /// <summary>The growth of the rate per second until the next refusal: the limit may have been raised, or other clients may use less of it.</summary>
    private const double Growth = 1.02;

    /// <summary>The maximum number of seconds that growth counts at once. A long idle time says nothing about the limit.</summary>
    private const double MaxGrowthSeconds = 60;

    /// <summary>A longer pause is a penalty or the rest of an hourly quota, so it does not count for the rate.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(10);

    /// <summary>The time span in which granted requests are counted. A measured rate is at least half of the highest such count.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>The maximum idle time that later requests may catch up on.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private readonly object _lock = new();

    /// <summary>When the requests within the last <see cref="Window"/> were granted.</summary>
    private readonly Queue<DateTimeOffset> _recent = new();

    private DateTimeOffset _openAt;
    private DateTimeOffset _nextAt;
    private DateTimeOffset? _refusedAt;
    private DateTimeOffset _grownAt;
    private int _granted;

    /// <summary>The number of requests that are sent or wait now, and how long there was at least one since the last measurement.</summary>
    private int _users;
    private TimeSpan _timeInUse;
    private DateTimeOffset _countedAt;

    /// <summary>The highest number of requests granted within a <see cref="Window"/> since the last measurement.</summary>
    private int _most;
    private double _rate = double.PositiveInfinity;

    /// <summary>What the service accepts until the reset, as far as it says so.</summary>
    private RateLimitHeaders? _allowance;
    private DateTimeOffset _allowedAt;

    /// <summary>The number of requests per second that the service grants; infinite until it refuses a request.</summary>
    public double Rate
    {
        get
        {
            lock (_lock)
            {
                return _rate;
            }
        }
    }

    /// <summary>Records that the service granted a request.</summary>
    public void Granted(DateTimeOffset now)
    {
        lock (_lock)
        {
            _granted++;
            _recent.Enqueue(now);
            while (_recent.Peek() <= now - Window)
            {
                _recent.Dequeue();
            }

            _most = Math.Max(_most, _recent.Count);
            if (double.IsPositiveInfinity(_rate) || now - _grownAt < TimeSpan.FromSeconds(1))
            {
                return;
            }

            // The growth depends on the elapsed time, not on the number of requests, so that a slow rate grows as fast as a high one.
            _rate *= Math.Pow(Growth, Math.Min((now - _grownAt).TotalSeconds, MaxGrowthSeconds));
            _grownAt = now;
        }
    }

    /// <summary>Records how many more requests the service accepts.</summary>
    public void Allow(RateLimitHeaders allowance, DateTimeOffset now)
    {
        lock (_lock)
        {
            // Responses can arrive out of order, and requests under way are not yet counted by the service.
            _allowance =
                _allowance is { } known && known.ResetAt >= allowance.ResetAt - Slack && known.ResetAt > now && known.Remaining < allowance.Remaining
                    ? known
                    : allowance;
        }
    }

    /// <summary>Records that the service refused a request because of its limit.</summary>
    /// <param name="until">When the next request may be sent.</param>
    /// <param name="now">The time.</param>
    public void Refused(DateTimeOffset until, DateTimeOffset now)
    {
        lock (_lock)
        {
            // A request that is refused during a pause was sent before the pause, so it adds no information.
            if (now >= _openAt || _refusedAt is null)
            {
                MeasureRate(now);
            }

            if (until > _openAt)
            {
                _openAt = until;
            }

            _nextAt = _openAt;
        }
    }

    // The rate is the number of requests granted between two refusals, divided by the time in use. A short pause counts as time in use. Idle time does
    // not, because the consumer of the rows may be slow. Periods with too few requests are combined, because a low limit refuses most requests that
    // are sent together. The first period does not count, because it begins with an unused allowance.
    private void MeasureRate(DateTimeOffset now)
    {
        Count(now);
        var isFirst = _refusedAt is null;
        _refusedAt = now;
        _grownAt = now;
        if (!isFirst && _granted < MinGranted)
        {
            return;
        }

        if (!isFirst && _timeInUse > TimeSpan.Zero)
        {
            _rate = Math.Max(_granted / _timeInUse.TotalSeconds, _most / Window.TotalSeconds / 2);
        }

        _granted = 0;
        _timeInUse = TimeSpan.Zero;
        _recent.Clear();
        _most = 0;
    }

    /// <summary>Adds the time since the last count to the time in use, if there was a request.</summary>
    private void Count(DateTimeOffset now)
    {
        var from = _openAt - _refusedAt > LongPause && _openAt > _countedAt ? _openAt : _countedAt;
        if (_users > 0 && now > from)
        {
            _timeInUse += now - from;
        }

        _countedAt = now;
    }

    /// <summary>Counts a request that is sent or waits, or that is finished.</summary>
    public void ChangeUsers(int change, DateTimeOffset now)
    {
        lock (_lock)
        {
            Count(now);
            _users += change;
        }
    }

    /// <summary>Returns how long to wait before the next try; zero if the request may be sent now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isForeseen">Whether the wait keeps the service from refusing the request. A wait after a refusal is known already.</param>
    public TimeSpan Take(DateTimeOffset now, out bool isForeseen)
    {
        isForeseen = false;
        lock (_lock)
        {
            if (now < _openAt)
            {
                return _openAt - now;
            }

            if (WaitForAllowance(now) is var wait && wait > TimeSpan.Zero)
            {
                isForeseen = true;
                return wait;
            }

            if (double.IsPositiveInfinity(_rate))
            {
                return TimeSpan.Zero;
            }

            if (now < _nextAt)
            {
                return _nextAt - now;
            }

            _nextAt = (now - _nextAt > Slack ? now - Slack : _nextAt) + TimeSpan.FromSeconds(1 / _rate);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Returns how long to wait so that the service does not refuse the request, and counts the request if it may be sent.</summary>
    private TimeSpan WaitForAllowance(DateTimeOffset now)
    {
        if (_allowance is not { } allowance || now >= allowance.ResetAt)
        {
            return TimeSpan.Zero;
        }

        if (allowance.Remaining == 0)
        {
            return allowance.ResetAt - now;
        }

        // As long as enough is left, there is nothing to spread.
        if (allowance.Remaining < Math.Max(FewRemaining, (allowance.Limit ?? 0) / 5))
        {
            if (now < _allowedAt)
            {
                return _allowedAt - now;
            }

            _allowedAt = now + TimeSpan.FromTicks((allowance.ResetAt - now).Ticks / allowance.Remaining);
        }

        _allowance = allowance with { Remaining = allowance.Remaining - 1 };
        return TimeSpan.Zero;
    }
}
