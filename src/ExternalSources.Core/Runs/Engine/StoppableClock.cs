using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>
/// A clock whose waits end as soon as a run is stopped. A stopped run waits a moment for responses, but a request that still waits for its turn must
/// not be sent.
/// </summary>
internal sealed class StoppableClock : Clock
{
    private readonly Clock _clock;

    public StoppableClock(Clock clock) => _clock = clock;

    /// <summary>The token that stops the run. It is set late: a connection and its clock exist before the run begins.</summary>
    public CancellationToken Stop { get; set; }

    public override DateTimeOffset UtcNow => _clock.UtcNow;

    public override void ThrowIfStopped()
    {
        if (Stop.IsCancellationRequested)
        {
            throw new StoppedBeforeSendingException(Stop);
        }
    }

    public override async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stop);
        try
        {
            await _clock.DelayAsync(delay, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoppedBeforeSendingException(Stop);
        }
    }
}

/// <summary>A run was stopped while a request waited for its turn. The request was not sent.</summary>
internal sealed class StoppedBeforeSendingException : OperationCanceledException
{
    public StoppedBeforeSendingException(CancellationToken stop)
        : base(stop) { }
}
