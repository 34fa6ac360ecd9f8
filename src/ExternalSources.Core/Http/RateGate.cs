using System;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>Holds all requests to one source while the service asks for a pause, not only the request that was told so.</summary>
internal sealed class RateGate
{
    private readonly Clock _clock;
    private long _openAtTicks;

    public RateGate(Clock clock) => _clock = clock;

    public void HoldUntil(DateTimeOffset moment)
    {
        var ticks = moment.UtcTicks;
        long current;
        while (ticks > (current = Interlocked.Read(ref _openAtTicks)))
        {
            if (Interlocked.CompareExchange(ref _openAtTicks, ticks, current) == current)
                return;
        }
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        while ((wait = new DateTimeOffset(Interlocked.Read(ref _openAtTicks), TimeSpan.Zero) - _clock.UtcNow) > TimeSpan.Zero)
            await _clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
    }
}
