using System;

namespace ExternalSources.Async;

/// <summary>What a connection has to tell while it is read from. The connection is made before there is a queue to tell it to.</summary>
internal sealed class TransportEvents
{
    private volatile PipelineQueue? _queue;
    private volatile IWaitView? _progress;

    public void SendTo(PipelineQueue queue, IWaitView progress)
    {
        _queue = queue;
        _progress = progress;
    }

    public void Log(string text) => Tell(() => _queue?.Verbose(text));

    public void Waiting(string source, TimeSpan wait) => Tell(() => _progress?.Waits(source, wait));

    // A stopped pipeline hears nothing any more. That must not make a failure of a request that the service has just answered.
    private static void Tell(Action news)
    {
        try
        {
            news();
        }
        catch (OperationCanceledException)
        {
            // Nobody listens.
        }
    }
}

/// <summary>Shows that a source waits because its service asked for it, and for how long.</summary>
internal interface IWaitView
{
    void Waits(string source, TimeSpan wait);
}
