using System;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Simulator.Faults;

/// <summary>Requests that the simulator holds, for tests of timeouts and cancellation.</summary>
public sealed class HeldRequests
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private int _abortedCount;

    /// <summary>The number of requests held now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>The number of held requests whose client gave up.</summary>
    public int AbortedCount => Volatile.Read(ref _abortedCount);

    /// <summary>Waits until the first request is held.</summary>
    public Task WaitForArrivalAsync(CancellationToken cancellationToken = default) => _arrived.Task.WaitAsync(cancellationToken);

    /// <summary>Waits until the first client gives up.</summary>
    public Task WaitForAbortAsync(CancellationToken cancellationToken = default) => _aborted.Task.WaitAsync(cancellationToken);

    /// <summary>Releases all held requests, and those that arrive later.</summary>
    public void Release() => _released.TrySetResult();

    internal async Task HoldAsync(CancellationToken clientGone, CancellationToken stopping)
    {
        Interlocked.Increment(ref _waiting);
        _arrived.TrySetResult();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clientGone, stopping);
        try
        {
            await _released.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (clientGone.IsCancellationRequested)
        {
            Interlocked.Increment(ref _abortedCount);
            _aborted.TrySetResult();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
