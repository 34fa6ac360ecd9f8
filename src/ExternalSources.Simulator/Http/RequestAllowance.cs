using System;
using System.Threading;

namespace ExternalSources.Simulator.Http;

/// <summary>The requests that one key may still make. It fills up evenly, to the limit of one second.</summary>
internal sealed class RequestAllowance
{
    private readonly Lock _lock = new();
    private double _left = double.NaN;
    private DateTimeOffset _filledAt;
    private DateTimeOffset _closedUntil;

    /// <summary>Takes one request, or returns how long to wait. With a penalty, each early retry makes the wait longer.</summary>
    public (TimeSpan Wait, int Left) Take(DateTimeOffset now, int limit, TimeSpan penalty)
    {
        lock (_lock)
        {
            _left = double.IsNaN(_left) ? limit : Math.Min(limit, _left + (Math.Max(0, (now - _filledAt).TotalSeconds) * limit));
            _filledAt = now;
            if (now < _closedUntil && penalty > TimeSpan.Zero)
            {
                _closedUntil += penalty;
                return (_closedUntil - now, 0);
            }

            if (_left >= 1)
            {
                _left--;
                return (TimeSpan.Zero, (int)_left);
            }

            var wait = TimeSpan.FromSeconds(Math.Ceiling((1 - _left) / limit));
            _closedUntil = now + wait;
            return (wait, 0);
        }
    }
}
