using System;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Simulator.Faults;

/// <summary>Requests that wait at the simulator's door, for tests of time-outs and cancellation.</summary>
public sealed class HeldRequests
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private int _abortedCount;

    /// <summary>Requests that are being held now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Requests whose client went away while they were held.</summary>
    public int AbortedCount => Volatile.Read(ref _abortedCount);

    /// <summary>Waits for the first request to be held.</summary>
    public Task WaitForArrivalAsync(CancellationToken cancellationToken = default) => _arrived.Task.WaitAsync(cancellationToken);

    /// <summary>Waits for the first client to go away.</summary>
    public Task WaitForAbortAsync(CancellationToken cancellationToken = default) => _aborted.Task.WaitAsync(cancellationToken);

    /// <summary>Lets all go, now and later.</summary>
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
