using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Commands;

/// <summary>A cmdlet whose work runs on the thread pool, and can be stopped at any moment.</summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    /// <summary>How far the work may run ahead of the pipeline, in things to write.</summary>
    private const int QueueLength = 256;

    /// <summary>How long stopped work is waited for; it has nothing left to do but to notice.</summary>
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();

    private protected AsyncCommand()
    {
    }

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
            _stop.Dispose();
    }

    /// <summary>
    /// Runs <paramref name="work"/> and writes, on this thread, what it has to say, until it ends. An error downstream, a pipeline that
    /// wants no more, and Ctrl+C cancel it.
    /// </summary>
    private protected void Pump(Func<PipelineQueue, CancellationToken, Task> work)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var queue = new BlockingCollection<Action<Cmdlet>>(QueueLength);
        var token = abort.Token;
        using var pipeline = new PipelineQueue(queue, token);
        var task = Task.Run(async () =>
        {
            try
            {
                await work(pipeline, token).ConfigureAwait(false);
            }
            finally
            {
                queue.CompleteAdding();
            }
        });

        var drained = false;
        try
        {
            foreach (var write in queue.GetConsumingEnumerable())
                write(this);
            drained = true;
        }
        finally
        {
            if (!drained)
            {
                abort.Cancel();
                ((IAsyncResult)task).AsyncWaitHandle.WaitOne(StopWait);
                // Nobody will look at how stopped work ended.
                _ = task.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }

        try
        {
#pragma warning disable RS0030 // This is the pump: the one place that waits for a task.
            task.GetAwaiter().GetResult();
#pragma warning restore RS0030
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
