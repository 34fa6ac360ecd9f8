using System;

namespace ExternalSources.Async;

/// <summary>Sends a connection's log and waits to the pipeline. The connection exists before the queue does.</summary>
internal sealed class TransportEvents
{
    private volatile PipelineQueue? _queue;
    private volatile IWaitView? _progress;

    public void SendTo(PipelineQueue queue, IWaitView progress)
    {
        _queue = queue;
        _progress = progress;
    }

    public void Log(string text) => Send(() => _queue?.Verbose(text));

    public void Waiting(string source, TimeSpan wait) => Send(() => _progress?.Waits(source, wait));

    // A stopped pipeline takes no events. A request that has its response must not fail because of that.
    private static void Send(Action send)
    {
        try
        {
            send();
        }
        catch (OperationCanceledException)
        {
            // The pipeline is stopped.
        }
    }
}

/// <summary>Shows how long a source waits because its service asked for it.</summary>
internal interface IWaitView
{
    void Waits(string source, TimeSpan wait);
}
