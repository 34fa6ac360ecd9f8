using System;
using System.Collections.Generic;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Connectors;

/// <summary>A connector. All its capabilities share one connection.</summary>
internal abstract class SourceConnector<TConnection> : ISourceConnector
    where TConnection : IDisposable
{
    private readonly ExternalSource _source;
    private readonly TConnection _connection;
    private readonly IReadOnlyDictionary<Type, Lazy<object>> _capabilities;

    protected SourceConnector(ExternalSource source, TConnection connection, CapabilityTable<TConnection> capabilities)
    {
        _source = source;
        _connection = connection;
        _capabilities = capabilities.Create(connection);
    }

    public T Get<T>()
        where T : class =>
        _capabilities.TryGetValue(typeof(T), out var capability)
            ? (T)capability.Value
            : throw new CapabilityException(_source, CapabilityAttribute.NameOf(typeof(T)));

    public void Dispose() => _connection.Dispose();
}
