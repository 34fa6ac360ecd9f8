using System;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Common;

/// <summary>The time, and waiting for it: tests bring their own, so that none of them sleeps.</summary>
internal abstract class Clock
{
    public static Clock System { get; } = new SystemClock();

    public abstract DateTimeOffset UtcNow { get; }

    public abstract Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Ends what waited for something else than time, where nothing more is to be begun.</summary>
    /// <exception cref="OperationCanceledException">Nothing is.</exception>
    public virtual void ThrowIfStopped() { }

    private sealed class SystemClock : Clock
    {
        public override DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

        public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, cancellationToken);
    }
}
