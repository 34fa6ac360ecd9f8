using System;
using ExternalSources.Commands;

namespace ExternalSources;

/// <summary>A source with its key and its connector.</summary>
internal sealed record SourceConnection(ExternalSource Source, ApiKey Key, ISourceConnector Connector, TransportNews News) : IDisposable
{
    public void Dispose()
    {
        Connector.Dispose();
        Key.Dispose();
    }
}
