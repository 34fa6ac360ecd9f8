using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Async;

/// <summary>Work on the thread pool, with the output that only the pipeline thread may write.</summary>
internal sealed class BackgroundWork : IDisposable
{
    /// <summary>How many writes may wait for the pipeline thread.</summary>
    private const int QueueLength = 256;

    /// <summary>How long the pipeline waits for stopped work.</summary>
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<Action<Cmdlet>> _queue = new(QueueLength);
    private readonly CancellationTokenSource _abort;
    private readonly CancellationToken _stop;
    private readonly Task _task;
    private bool _isOver;

    public BackgroundWork(Func<PipelineQueue, CancellationToken, Task> work, CancellationToken stop)
    {
        _stop = stop;
        _abort = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var token = _abort.Token;
        Queue = new PipelineQueue(_queue, token);
        _task = Task.Run(
            async () =>
            {
                try
                {
                    await work(Queue, token).ConfigureAwait(false);
                }
                finally
                {
                    _queue.CompleteAdding();
                }
            },
            CancellationToken.None
        );
    }

    /// <summary>The writes that wait for the pipeline thread.</summary>
    public PipelineQueue Queue { get; }

    /// <summary>Whether the work has ended and all its output is written.</summary>
    public bool IsOver => _queue.IsCompleted;

    /// <summary>Writes the output that is available.</summary>
    public void WriteAvailable(Cmdlet cmdlet)
    {
        while (_queue.TryTake(out var write))
        {
            write(cmdlet);
        }
    }

    /// <summary>Writes the next output, if it arrives in time.</summary>
    public void WriteNext(Cmdlet cmdlet, TimeSpan wait)
    {
        if (_queue.TryTake(out var write, (int)wait.TotalMilliseconds, _stop))
        {
            write(cmdlet);
        }
    }

    /// <summary>Writes the output until the work ends, and throws the exception of the work.</summary>
    public void Finish(Cmdlet cmdlet)
    {
        try
        {
            foreach (var write in _queue.GetConsumingEnumerable())
            {
                write(cmdlet);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        _isOver = true;
        try
        {
#pragma warning disable RS0030 // Only this method may wait for a task.
            _task.GetAwaiter().GetResult();
#pragma warning restore RS0030
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Cancels the work, if it has not ended.</summary>
    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            _abort.Cancel();
            ((IAsyncResult)_task).AsyncWaitHandle.WaitOne(StopWait);
            // The exception of stopped work does not matter.
            _ = _task.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        // Work that has not ended in time still uses these objects.
        if (!_task.IsCompleted)
        {
            return;
        }

        Queue.Dispose();
        _queue.Dispose();
        _abort.Dispose();
    }
}
