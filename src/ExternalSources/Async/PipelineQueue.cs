using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;

namespace ExternalSources.Commands;

/// <summary>Where work on the thread pool leaves what the pipeline thread is to write.</summary>
internal sealed class PipelineQueue
{
    private readonly BlockingCollection<Action<Cmdlet>> _queue;
    private readonly CancellationToken _cancellationToken;

    public PipelineQueue(BlockingCollection<Action<Cmdlet>> queue, CancellationToken cancellationToken)
    {
        _queue = queue;
        _cancellationToken = cancellationToken;
    }

    public void Object(object value) => Add(cmdlet => cmdlet.WriteObject(value));

    public void Verbose(string text) => Add(cmdlet => cmdlet.WriteVerbose(text));

    public void Progress(ProgressRecord record) => Add(cmdlet => cmdlet.WriteProgress(record));

    /// <summary>Queues anything else that only the pipeline thread may do.</summary>
    public void Add(Action<Cmdlet> write) => _queue.Add(write, _cancellationToken);
}
