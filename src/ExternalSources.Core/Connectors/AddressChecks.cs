using System;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors;

/// <summary>The first two checks of every source type. They use the outcome of the first request.</summary>
internal static class AddressChecks
{
    public static CheckResult Address(Uri address, ServiceException? failure) =>
        failure switch
        {
            null or ServiceStatusException { StatusCode: 401 or 403 } => CheckResult.Passed($"{address.Authority} responds."),
            // A failed handshake means that the server was reached. The next check reports the failure.
            ServiceUnreachableException { Failure: ConnectionFailure.Tls } => CheckResult.Passed($"{address.Authority} can be reached."),
            _ => throw failure,
        };

    public static CheckResult Tls(Uri address, ServiceException? failure)
    {
        if (failure is ServiceUnreachableException { Failure: ConnectionFailure.Tls })
        {
            throw failure;
        }

        return CheckResult.Passed(
            address.Scheme == Uri.UriSchemeHttps
                ? "The connection is encrypted and the certificate is trusted."
                : "TLS is not needed, because the address belongs to this machine."
        );
    }
}
