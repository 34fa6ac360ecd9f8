using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;

namespace ExternalSources.Core.Connectors;

/// <summary>Speaks to one source. What else it can do it says by implementing the interface of that capability.</summary>
internal interface ISourceConnector : IDisposable { }

/// <summary>Marks an interface as a capability: an action or a filter that a source type has or lacks.</summary>
[AttributeUsage(AttributeTargets.Interface)]
internal sealed class CapabilityAttribute : Attribute
{
    public CapabilityAttribute(string name, string description)
    {
        Name = name;
        Description = description;
    }

    public string Name { get; }

    public string Description { get; }
}

/// <summary>Tests a connection, check by check.</summary>
[Capability("Test", "Test the connection: address, TLS, credentials, administrator rights")]
internal interface IConnectionTester
{
    /// <summary>Makes every check. A failed check ends in the result; only a cancellation throws.</summary>
    Task<SourceInspection> TestAsync(CancellationToken cancellationToken);
}

/// <summary>Learns from the service when the key expires.</summary>
[Capability("KeyExpiry", "Read the key's real expiry date from the service")]
internal interface IKeyExpiryReader
{
    /// <summary>The expiry date, where the service tells it and it is certain which key is ours; otherwise <see langword="null"/>.</summary>
    Task<DateTimeOffset?> ReadKeyExpiryAsync(CancellationToken cancellationToken);
}

/// <summary>Checks whether the key may manage accounts.</summary>
[Capability("AccountManagement", "Check whether the key may deactivate, reactivate and delete accounts")]
internal interface IAccountManagementProbe
{
    Task<CheckResult> ProbeAccountManagementAsync(CancellationToken cancellationToken);
}
