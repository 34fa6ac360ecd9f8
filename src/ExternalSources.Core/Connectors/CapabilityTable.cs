using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Core.Connectors;

/// <summary>The capabilities of a source type: for each interface, how to create the object that implements it.</summary>
internal sealed class CapabilityTable<TConnection>
{
    private readonly Dictionary<Type, Func<TConnection, object>> _factories = new();

    /// <summary>The interfaces of the capabilities.</summary>
    public IReadOnlyCollection<Type> Interfaces => _factories.Keys;

    public CapabilityTable<TConnection> Add<TCapability>(Func<TConnection, TCapability> create)
        where TCapability : class
    {
        _factories.Add(typeof(TCapability), create);
        return this;
    }

    /// <summary>The objects that implement the capabilities. Each is created at its first use.</summary>
    public IReadOnlyDictionary<Type, Lazy<object>> Create(TConnection connection) =>
        _factories.ToDictionary(entry => entry.Key, entry => new Lazy<object>(() => entry.Value(connection)));
}
