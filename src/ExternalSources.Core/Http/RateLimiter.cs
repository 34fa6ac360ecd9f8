using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>
/// Holds all requests to one source while the service asks for a pause, and afterwards lets them go at the rate that the service turned out to
/// grant: whoever runs into a limit again and again spends more time waiting than the limit asks for.
/// </summary>
internal sealed class RateLimiter
{
    /// <summary>A rate is learned from so many requests at least; fewer say nothing.</summary>
    private const int Enough = 10;

    /// <summary>How much faster, each second, until the service says no once more: the limit may have been raised, or been somebody else's use of it.</summary>
    private const double Growth = 1.02;

    /// <summary>The seconds that growth counts at most at once: a long rest does not teach a rate.</summary>
    private const double LongestGrowth = 60;

    /// <summary>A pause that is longer is a penalty or the rest of an hour's quota, and says nothing of the rate.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(10);

    /// <summary>What was granted within so much time shows what the service grants, whatever else was going on: no rate is learned that is below half of it.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>How much time that was not used may be made up for.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private readonly object _lock = new();
    private readonly Clock _clock;

    /// <summary>When requests were granted within the last <see cref="Window"/>.</summary>
    private readonly Queue<DateTimeOffset> _recent = new();

    private DateTimeOffset _openAt;
    private DateTimeOffset _slot;
    private DateTimeOffset? _refusedAt;
    private DateTimeOffset _grownAt;
    private int _granted;

    /// <summary>How many send or wait to send at the moment, and for how long there was one since a rate was last learned.</summary>
    private int _users;
    private TimeSpan _used;
    private DateTimeOffset _countedAt;

    /// <summary>The most that was granted within a <see cref="Window"/> since then.</summary>
    private int _most;
    private double _rate = double.PositiveInfinity;

    public RateLimiter(Clock clock) => _clock = clock;

    /// <summary>The requests a second that the service is known to grant; infinite until it refuses one.</summary>
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

    /// <summary>The service granted a request.</summary>
    public void Granted()
    {
        lock (_lock)
        {
            _granted++;
            var now = _clock.UtcNow;
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
            // By the time that has passed, and not by what was sent in it: a slow rate grows as fast as a quick one.
            _rate *= Math.Pow(Growth, Math.Min((now - _grownAt).TotalSeconds, LongestGrowth));
            _grownAt = now;
        }
    }

    /// <summary>The service refused a request for its limit, and takes none until a moment.</summary>
    public void Refused(DateTimeOffset until)
    {
        lock (_lock)
        {
            var now = _clock.UtcNow;
            // What is refused while the gate is closed was under way when it closed, and tells nothing new.
            if (now >= _openAt || _refusedAt is null)
            {
                Learn(now);
            }

            if (until > _openAt)
            {
                _openAt = until;
            }

            _slot = _openAt;
        }
    }

    /// <summary>Waits until a request may be sent.</summary>
    /// <returns>To be disposed when the request is over: until then somebody uses the source.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        var use = new Use(this);
        try
        {
            TimeSpan wait;
            while ((wait = Take()) > TimeSpan.Zero)
            {
                await _clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            }

            return use;
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    // From one refusal to the next, the pause included unless it was long, the service granted what it grants. Time in which nobody wanted anything
    // of it says nothing: whoever takes the rows may think about them for as long as they like. Stretches in which too little was granted teach
    // together: a low limit refuses most of what comes at the same time. The first stretch begins with an allowance that had never been used.
    private void Learn(DateTimeOffset now)
    {
        Count(now);
        var isFirst = _refusedAt is null;
        _refusedAt = now;
        _grownAt = now;
        if (!isFirst && _granted < Enough)
        {
            return;
        }

        if (!isFirst && _used > TimeSpan.Zero)
        {
            _rate = Math.Max(_granted / _used.TotalSeconds, _most / Window.TotalSeconds / 2);
        }

        _granted = 0;
        _used = TimeSpan.Zero;
        _recent.Clear();
        _most = 0;
    }

    /// <summary>Adds the time since the last count to what was used, where somebody used it.</summary>
    private void Count(DateTimeOffset now)
    {
        var from = _openAt - _refusedAt > LongPause && _openAt > _countedAt ? _openAt : _countedAt;
        if (_users > 0 && now > from)
        {
            _used += now - from;
        }

        _countedAt = now;
    }

    private void Change(int users)
    {
        lock (_lock)
        {
            Count(_clock.UtcNow);
            _users += users;
        }
    }

    /// <summary>Takes the next place in the row; or tells how long to wait before asking again.</summary>
    private TimeSpan Take()
    {
        lock (_lock)
        {
            var now = _clock.UtcNow;
            if (now < _openAt)
            {
                return _openAt - now;
            }

            if (double.IsPositiveInfinity(_rate))
            {
                return TimeSpan.Zero;
            }

            if (now < _slot)
            {
                return _slot - now;
            }

            _slot = (now - _slot > Slack ? now - Slack : _slot) + TimeSpan.FromSeconds(1 / _rate);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Somebody who sends or waits to send.</summary>
    private sealed class Use : IDisposable
    {
        private RateLimiter? _gate;

        public Use(RateLimiter gate)
        {
            _gate = gate;
            gate.Change(1);
        }

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Change(-1);
    }
}
