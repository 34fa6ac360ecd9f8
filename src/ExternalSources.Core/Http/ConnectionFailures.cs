using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>Turns what the network stack throws, on .NET and on .NET Framework, into a failure with words for an admin.</summary>
internal static class ConnectionFailures
{
    public static bool IsOne(Exception exception) => exception is HttpRequestException or IOException or WebException or SocketException;

    public static ServiceUnreachableException Describe(Exception exception, Uri address)
    {
        var host = address.IsDefaultPort ? address.Host : address.Authority;
        if (exception.Message.IndexOf("'407'", StringComparison.Ordinal) >= 0)
        {
            return new(
                ConnectionFailure.Refused,
                $"The proxy between this machine and {host} wants credentials (407).",
                "Give the proxy's credentials in the environment variable HTTPS_PROXY, or let this machine reach the service without it.",
                exception
            );
        }

        return Classify(exception) switch
        {
            ConnectionFailure.NameResolution => new(
                ConnectionFailure.NameResolution,
                $"The host name '{address.Host}' could not be resolved.",
                "Check the spelling of the address, and that this machine can resolve names on the internet.",
                exception
            ),
            ConnectionFailure.Refused => new(
                ConnectionFailure.Refused,
                $"No connection to {host} could be made.",
                "Check the address, and that a firewall or proxy lets this machine reach it on port " + Invariant.Text(address.Port) + ".",
                exception
            ),
            ConnectionFailure.Tls => new(
                ConnectionFailure.Tls,
                $"The TLS connection to {host} failed: {Innermost(exception)}",
                "Check this machine's clock and trusted root certificates; if a proxy inspects TLS, trust its certificate authority. The check of certificates cannot be switched off.",
                exception
            ),
            ConnectionFailure.Timeout => Timeout(address, null, exception),
            _ => new(
                ConnectionFailure.Interrupted,
                $"The connection to {host} broke before the answer was complete.",
                "Try again; if it stays so, look at the proxy or firewall between this machine and the service.",
                exception
            ),
        };
    }

    public static ServiceUnreachableException Timeout(Uri address, TimeSpan? limit, Exception? exception = null)
    {
        var host = address.IsDefaultPort ? address.Host : address.Authority;
        var within = limit is { } span ? " within " + Invariant.Duration(span) : " in time";
        return new(ConnectionFailure.Timeout, $"{host} did not answer{within}.", "Try again later; https://status.atlassian.com tells of outages.", exception);
    }

    private static ConnectionFailure Classify(Exception? exception)
    {
        // A connection that was not made ends in a bare SocketException; one that was made, and may have carried the request, fails while it is read or written.
        var wasMade = false;
        for (; exception is not null; exception = exception.InnerException)
        {
            wasMade |= exception is IOException;
            switch (exception)
            {
                case SocketException when wasMade:
                    return ConnectionFailure.Interrupted;
                case AuthenticationException:
                case WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure }:
                    return ConnectionFailure.Tls;
                case WebException { Status: WebExceptionStatus.NameResolutionFailure }:
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery }:
                    return ConnectionFailure.NameResolution;
                case SocketException { SocketErrorCode: SocketError.TimedOut }:
                    return ConnectionFailure.Timeout;
                case SocketException
                {
                    SocketErrorCode: SocketError.ConnectionRefused
                        or SocketError.HostUnreachable
                        or SocketError.NetworkUnreachable
                        or SocketError.HostDown
                        or SocketError.NetworkDown
                        or SocketError.AccessDenied
                }:
                    return ConnectionFailure.Refused;
                default:
                    break;
            }
        }

        return ConnectionFailure.Interrupted;
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }
}
