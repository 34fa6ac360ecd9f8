using System;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>
/// Holds all requests to one source while the service asks for a pause, and afterwards lets them go at the rate that the service turned out to
/// grant: whoever runs into a limit again and again spends more time waiting than the limit asks for.
/// </summary>
internal sealed class RateGate
{
    /// <summary>A rate is learned from so many requests at least; fewer say nothing.</summary>
    private const int Enough = 10;

    /// <summary>How much faster, each second, until the service says no once more: the limit may have been raised, or been somebody else's use of it.</summary>
    private const double Growth = 1.02;

    /// <summary>The seconds that growth counts at most at once: a long rest does not teach a rate.</summary>
    private const double LongestGrowth = 60;

    /// <summary>A pause that is longer is a penalty or the rest of an hour's quota, and says nothing of the rate.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(10);

    /// <summary>How much time that was not used may be made up for.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private readonly object _lock = new();
    private readonly Clock _clock;
    private DateTimeOffset _openAt;
    private DateTimeOffset _slot;
    private DateTimeOffset? _since;
    private DateTimeOffset _grownAt;
    private int _granted;
    private double _rate = double.PositiveInfinity;

    public RateGate(Clock clock) => _clock = clock;

    /// <summary>The requests a second that the service is known to grant; infinite until it refuses one.</summary>
    public double Rate
    {
        get
        {
            lock (_lock)
                return _rate;
        }
    }

    /// <summary>The service granted a request.</summary>
    public void Granted()
    {
        lock (_lock)
        {
            _granted++;
            var now = _clock.UtcNow;
            if (double.IsPositiveInfinity(_rate) || now - _grownAt < TimeSpan.FromSeconds(1))
                return;
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
            if (now >= _openAt || _since is null)
                Learn(now);
            if (until > _openAt)
                _openAt = until;
            _slot = _openAt;
        }
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        while ((wait = Take()) > TimeSpan.Zero)
            await _clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
    }

    // From one refusal to the next, the pause included unless it was long, the service granted what it grants. The first stretch begins with an allowance that had never been used.
    private void Learn(DateTimeOffset now)
    {
        if (_since is { } since && _granted >= Enough)
        {
            var begun = _openAt - since > LongPause ? _openAt : since;
            if (now > begun)
                _rate = _granted / (now - begun).TotalSeconds;
        }

        _since = now;
        _grownAt = now;
        _granted = 0;
    }

    /// <summary>Takes the next place in the row; or tells how long to wait before asking again.</summary>
    private TimeSpan Take()
    {
        lock (_lock)
        {
            var now = _clock.UtcNow;
            if (now < _openAt)
                return _openAt - now;
            if (double.IsPositiveInfinity(_rate))
                return TimeSpan.Zero;
            if (now < _slot)
                return _slot - now;
            _slot = (now - _slot > Slack ? now - Slack : _slot) + TimeSpan.FromSeconds(1 / _rate);
            return TimeSpan.Zero;
        }
    }
}
