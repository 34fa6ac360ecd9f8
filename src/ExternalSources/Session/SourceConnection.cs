using System;
using ExternalSources.Async;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Session;

/// <summary>A source with its key and its connector.</summary>
internal sealed record SourceConnection(ExternalSource Source, ApiKey Key, ISourceConnector Connector, TransportEvents News) : IDisposable
{
    public void Dispose()
    {
        Connector.Dispose();
        Key.Dispose();
    }
}
