using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>Makes the requests of a connection wait for the rate limit of an endpoint, and for the permits of the connection.</summary>
internal sealed class RateLimiter
{
    /// <summary>A shorter wait needs no word.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private readonly Clock _clock;
    private readonly SemaphoreSlim _permits;
    private readonly RateLimit _limit;
    private readonly Action<TimeSpan> _waiting;

    /// <param name="clock">The clock of the connection.</param>
    /// <param name="permits">The permits for the concurrent requests of the connection.</param>
    /// <param name="limit">The rate limit; <see langword="null"/> if nothing is known about it.</param>
    /// <param name="waiting">Receives each wait that keeps a request from being refused.</param>
    public RateLimiter(Clock clock, SemaphoreSlim permits, RateLimit? limit = null, Action<TimeSpan>? waiting = null)
    {
        _clock = clock;
        _permits = permits;
        _limit = limit ?? new RateLimit();
        _waiting = waiting ?? (static _ => { });
    }

    /// <summary>The number of requests per second that the service grants; infinite until it refuses a request.</summary>
    public double Rate => _limit.Rate;

    /// <summary>Records that the service granted a request.</summary>
    public void Granted() => _limit.Granted(_clock.UtcNow);

    /// <summary>Records how many more requests the service accepts.</summary>
    public void Allow(RateLimitHeaders allowance) => _limit.Allow(allowance, _clock.UtcNow);

    /// <summary>Records that the service refused a request because of its limit.</summary>
    /// <param name="until">When the next request may be sent.</param>
    public void Refused(DateTimeOffset until) => _limit.Refused(until, _clock.UtcNow);

    /// <summary>
    /// Waits until a request may be sent, and takes one of the permits of the source. A request that waits for this endpoint leaves the permits to the
    /// other endpoints.
    /// </summary>
    /// <returns>The permit. The caller disposes it when the request is finished. A second disposal does nothing.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _permits.WaitAsync(cancellationToken).ConfigureAwait(false);
        var permit = new Permit(this);
        try
        {
            TimeSpan wait;
            while ((wait = _limit.Take(_clock.UtcNow, out var isForeseen)) > TimeSpan.Zero)
            {
                if (isForeseen && wait > Short)
                {
                    _waiting(wait);
                }

                permit.Return();
                await _clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
                await permit.RetakeAsync(cancellationToken).ConfigureAwait(false);
            }

            return permit;
        }
        catch
        {
            permit.Dispose();
            throw;
        }
    }

    /// <summary>A request that is sent or waits.</summary>
    private sealed class Permit : IDisposable
    {
        private readonly SemaphoreSlim _permits;
        private RateLimiter? _limiter;
        private bool _isTaken = true;

        public Permit(RateLimiter limiter)
        {
            _permits = limiter._permits;
            _limiter = limiter;
            limiter._limit.ChangeUsers(1, limiter._clock.UtcNow);
        }

        public void Return()
        {
            _isTaken = false;
            _permits.Release();
        }

        public async Task RetakeAsync(CancellationToken cancellationToken)
        {
            await _permits.WaitAsync(cancellationToken).ConfigureAwait(false);
            _isTaken = true;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _limiter, null) is not { } limiter)
            {
                return;
            }

            limiter._limit.ChangeUsers(-1, limiter._clock.UtcNow);
            if (_isTaken)
            {
                Return();
            }
        }
    }
}
