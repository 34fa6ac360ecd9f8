using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Async;

/// <summary>A cmdlet whose work runs on the thread pool, and can be stopped at any moment.</summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private protected AsyncCommand() { }

    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>Ends the requests in flight. Called on a thread of its own.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Frees the cmdlet's resources.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the cmdlet's resources.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> and writes, on this thread, what it has to say, until it ends. An error downstream, a pipeline that
    /// wants no more, and Ctrl+C cancel it.
    /// </summary>
    private protected void Pump(Func<PipelineQueue, CancellationToken, Task> work)
    {
        using var background = Start(work);
        background.Finish(this);
    }

    /// <summary>Starts <paramref name="work"/>, for a cmdlet that has more to do on this thread meanwhile.</summary>
    private protected BackgroundWork Start(Func<PipelineQueue, CancellationToken, Task> work) => new(work, _stop.Token);
}
