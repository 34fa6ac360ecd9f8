using System;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Common;

/// <summary>Provides the current time and waits. Tests use a clock of their own, so that no test sleeps.</summary>
internal abstract class Clock
{
    public static Clock System { get; } = new SystemClock();

    public abstract DateTimeOffset UtcNow { get; }

    public abstract Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Throws if no new work may start. Callers check this after a wait that does not use this clock.</summary>
    /// <exception cref="OperationCanceledException">No new work may start.</exception>
    public virtual void ThrowIfStopped() { }

    private sealed class SystemClock : Clock
    {
        public override DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

        public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, cancellationToken);
    }
}
