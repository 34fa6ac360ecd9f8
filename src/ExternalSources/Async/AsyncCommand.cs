using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Async;

/// <summary>The base of cmdlets whose work runs on the thread pool and can be stopped.</summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private protected AsyncCommand() { }

    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>Cancels the work. PowerShell calls it on another thread.</summary>
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
    /// Runs <paramref name="work"/>, and writes its output on this thread until it ends. A downstream error, a pipeline that stops early and Ctrl+C
    /// cancel the work.
    /// </summary>
    private protected void Pump(Func<PipelineQueue, CancellationToken, Task> work)
    {
        using var background = Start(work);
        background.Finish(this);
    }

    /// <summary>Starts <paramref name="work"/>. The cmdlet can use this thread until the work ends.</summary>
    private protected BackgroundWork Start(Func<PipelineQueue, CancellationToken, Task> work) => new(work, _stop.Token);
}
