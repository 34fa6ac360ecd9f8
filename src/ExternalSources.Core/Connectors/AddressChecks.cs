using System;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors;

/// <summary>The two checks that every source type begins with, made on the outcome of its first request.</summary>
internal static class AddressChecks
{
    public static CheckResult Address(Uri address, ServiceException? failure) =>
        failure switch
        {
            null or ServiceStatusException { StatusCode: 401 or 403 } => CheckResult.Passed($"{address.Authority} answers."),
            // Whoever fails the handshake was reached: the next check tells of it.
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
                : "Not needed: the address is this machine's own."
        );
    }
}
