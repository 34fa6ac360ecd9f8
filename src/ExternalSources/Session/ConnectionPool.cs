using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using ExternalSources.Async;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Session;

/// <summary>
/// The connections of one command. Opens each source at most once, so that each has one limit of concurrent requests and one read of its key. Use it on
/// the pipeline thread, before the requests.
/// </summary>
internal sealed class ConnectionPool : IDisposable
{
    private readonly Dictionary<Guid, SourceConnection> _connections = new();
    private readonly Dictionary<string, ExternalSourceException> _failures = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _reported = new(StringComparer.OrdinalIgnoreCase);
    private readonly SourceRepository _repository;
    private readonly TransportOptions _transport;
    private readonly ConcurrentDictionary<Guid, RateLimits> _limits;
    private readonly Action<ExternalSource> _opening;
    private readonly Action<ExternalSourceException, ExternalSource> _report;

    /// <summary>A pool without connections.</summary>
    /// <param name="repository">Reads the keys.</param>
    /// <param name="transport">How the connections send requests.</param>
    /// <param name="limits">The rate limits that the session knows of each source.</param>
    /// <param name="opening">Runs before a source is opened.</param>
    /// <param name="report">Reports that a source cannot be opened.</param>
    public ConnectionPool(
        SourceRepository repository,
        TransportOptions transport,
        ConcurrentDictionary<Guid, RateLimits> limits,
        Action<ExternalSource> opening,
        Action<ExternalSourceException, ExternalSource> report
    )
    {
        _repository = repository;
        _transport = transport;
        _limits = limits;
        _opening = opening;
        _report = report;
    }

    /// <summary>The open connections.</summary>
    public IReadOnlyCollection<SourceConnection> All => _connections.Values;

    /// <summary>The connection to a source. A source that cannot be opened is not tried again.</summary>
    /// <exception cref="ExternalSourceException">The source cannot be opened.</exception>
    public SourceConnection Open(ExternalSource source)
    {
        if (_connections.TryGetValue(source.Id, out var connection))
        {
            return connection;
        }

        if (_failures.TryGetValue(source.Name, out var failure))
        {
            throw failure;
        }

        _opening(source);
        try
        {
            return _connections[source.Id] = Connect(source);
        }
        catch (ExternalSourceException exception)
        {
            _failures[source.Name] = exception;
            throw;
        }
    }

    /// <summary>The connection to a source. Returns <see langword="null"/> if the source cannot be opened, and reports that the first time.</summary>
    public SourceConnection? TryOpen(ExternalSource source)
    {
        try
        {
            return Open(source);
        }
        catch (ExternalSourceException exception)
        {
            if (_reported.Add(source.Name))
            {
                _report(exception, source);
            }

            return null;
        }
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Dispose();
        }

        _connections.Clear();
    }

    private SourceConnection Connect(ExternalSource source)
    {
        var key = _repository.ReadKey(source);
        var events = new TransportEvents();
        var options = _transport with
        {
            RateLimits = _limits.GetOrAdd(source.Id, static _ => new RateLimits()),
            Log = events.Log,
            Waiting = wait => events.Waiting(source.Name, wait),
        };
        return new SourceConnection(source, key, ConnectorFactory.Create(source, key, options), events);
    }
}

/// <summary>A source with its key and its connector.</summary>
internal sealed record SourceConnection(ExternalSource Source, ApiKey Key, ISourceConnector Connector, TransportEvents Events) : IDisposable
{
    public void Dispose()
    {
        Connector.Dispose();
        Key.Dispose();
    }
}
