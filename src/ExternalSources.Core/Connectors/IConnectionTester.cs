using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors;

/// <summary>Tests a connection, and which rights the key has.</summary>
[Capability("Test", "Test the connection: address, TLS, credentials, and the rights of the key")]
internal interface IConnectionTester
{
    /// <summary>Runs all checks. A failed check is part of the result; only a cancellation throws.</summary>
    Task<SourceInspection> TestAsync(CancellationToken cancellationToken);
}
