using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Async;

/// <summary>Queues the output of work on the thread pool for the pipeline thread.</summary>
internal sealed class PipelineQueue : IDisposable
{
    /// <summary>How many pages may wait to be written. Two keep the pipeline busy, and more cost memory.</summary>
    private const int Pages = 2;

    private readonly SemaphoreSlim _room = new(Pages);
    private readonly BlockingCollection<Action<Cmdlet>> _queue;
    private readonly CancellationToken _cancellationToken;
    private volatile bool _hasPages;

    public PipelineQueue(BlockingCollection<Action<Cmdlet>> queue, CancellationToken cancellationToken)
    {
        _queue = queue;
        _cancellationToken = cancellationToken;
    }

    public void Dispose() => _room.Dispose();

    public void Object(object value) => Add(cmdlet => cmdlet.WriteObject(value));

    public void Verbose(string text) => Add(cmdlet => cmdlet.WriteVerbose(text));

    public void Progress(ProgressRecord record) => Add(cmdlet => cmdlet.WriteProgress(record));

    /// <summary>Queues a call that only the pipeline thread may make.</summary>
    public void Add(Action<Cmdlet> write) => _queue.Add(write, _cancellationToken);

    /// <summary>Whether the work has queued a page.</summary>
    public bool HasPages => _hasPages;

    /// <summary>Queues a page when there is room for it.</summary>
    /// <param name="write">Writes the page.</param>
    /// <param name="untilWritten">Whether to wait until the page is written.</param>
    public async Task PageAsync(Action<Cmdlet> write, bool untilWritten)
    {
        await _room.WaitAsync(_cancellationToken).ConfigureAwait(false);
        _hasPages = true;
        var written = untilWritten ? new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        Add(cmdlet =>
        {
            _room.Release();
            write(cmdlet);
            written?.TrySetResult(true);
        });
        if (written is null)
        {
            return;
        }

        using (_cancellationToken.Register(() => written.TrySetCanceled()))
        {
            await written.Task.ConfigureAwait(false);
        }
    }
}
