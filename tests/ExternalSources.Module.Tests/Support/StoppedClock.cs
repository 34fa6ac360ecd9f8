using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Module.Tests.Support;

/// <summary>A clock whose delays end only when they are cancelled.</summary>
internal sealed class StoppedClock : Clock
{
    private readonly TaskCompletionSource _delayed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public override DateTimeOffset UtcNow => _now;

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        _delayed.TrySetResult();
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }

    /// <summary>Waits until the first delay begins.</summary>
    public Task WaitForDelayAsync(CancellationToken cancellationToken) => _delayed.Task.WaitAsync(cancellationToken);
}
