using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Async;

/// <summary>Work on the thread pool, and what it has to say, which only the pipeline thread may write.</summary>
internal sealed class BackgroundWork : IDisposable
{
    /// <summary>How far the work may run ahead of the pipeline, in things to write.</summary>
    private const int QueueLength = 256;

    /// <summary>How long stopped work is waited for; it has little left to do but to notice.</summary>
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

    /// <summary>Where the work leaves what it has to say.</summary>
    public PipelineQueue Queue { get; }

    /// <summary>Whether the work has ended and everything it said is written.</summary>
    public bool IsOver => _queue.IsCompleted;

    /// <summary>Writes what is there.</summary>
    public void WriteAvailable(Cmdlet cmdlet)
    {
        while (_queue.TryTake(out var write))
        {
            write(cmdlet);
        }
    }

    /// <summary>Writes the next thing, if it comes soon.</summary>
    public void WriteNext(Cmdlet cmdlet, TimeSpan wait)
    {
        if (_queue.TryTake(out var write, (int)wait.TotalMilliseconds, _stop))
        {
            write(cmdlet);
        }
    }

    /// <summary>Writes until the work ends, and throws what it ended with.</summary>
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
#pragma warning disable RS0030 // This is the pump: the one place that waits for a task.
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

    /// <summary>Ends the work, if it has not ended.</summary>
    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            _abort.Cancel();
            ((IAsyncResult)_task).AsyncWaitHandle.WaitOne(StopWait);
            // Nobody will look at how stopped work ended.
            _ = _task.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        // Work that does not notice in time still uses what it was given.
        if (!_task.IsCompleted)
        {
            return;
        }

        Queue.Dispose();
        _queue.Dispose();
        _abort.Dispose();
    }
}
