using System;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors;

/// <summary>Reads the expiry date of the key from the service.</summary>
[Capability("KeyExpiry", "Read the key's real expiry date from the service")]
internal interface IKeyExpiryReader
{
    /// <summary>Returns the expiry date; <see langword="null"/> if the service does not return it, or if several keys may be this one.</summary>
    Task<DateTimeOffset?> ReadKeyExpiryAsync(CancellationToken cancellationToken);
}
