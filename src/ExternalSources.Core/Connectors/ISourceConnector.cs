using System;

namespace ExternalSources.Core.Connectors;

/// <summary>Hands out what one source can do. Each capability is an object that implements the interface of the capability.</summary>
internal interface ISourceConnector : IDisposable
{
    /// <summary>Returns the object that implements a capability. No request is sent.</summary>
    /// <exception cref="CapabilityException">The source does not have the capability.</exception>
    T Get<T>()
        where T : class;
}
