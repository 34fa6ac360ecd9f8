using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>Creates the errors of requests that failed: on the way to the service, by status code, or by an unexpected response.</summary>
internal static class ServiceErrors
{
    private const string OutageAdvice = "Try again later. For outages, see https://status.atlassian.com.";

    /// <summary>Whether an exception, on .NET or on .NET Framework, means that the connection failed.</summary>
    public static bool IsConnectionFailure(Exception exception) => exception is HttpRequestException or IOException or WebException or SocketException;

    /// <summary>Whether a request with this status code may succeed when it is sent again.</summary>
    public static bool IsTransient(int status) => status is 408 or 429 or >= 500;

    /// <summary>Returns the status code of a failure, or of the page that made a list incomplete; <see langword="null"/> if it is another failure.</summary>
    public static int? StatusOf(Exception? failure) => (failure as ServiceStatusException ?? failure?.InnerException as ServiceStatusException)?.StatusCode;

    /// <summary>The error for a connection that failed.</summary>
    public static ServiceUnreachableException FromConnection(Exception exception, Uri address)
    {
        var host = Host(address);
        if (exception.Message.IndexOf("'407'", StringComparison.Ordinal) >= 0)
        {
            return new(
                ConnectionFailure.Refused,
                $"The proxy between this machine and {host} requires credentials (407).",
                "Set the environment variable HTTPS_PROXY with the proxy's credentials, or connect this machine to the service without the proxy.",
                exception
            );
        }

        return Classify(exception) switch
        {
            ConnectionFailure.NameResolution => new(
                ConnectionFailure.NameResolution,
                $"The host name '{address.Host}' could not be resolved.",
                "Check the spelling of the address, and make sure that this machine can resolve internet names.",
                exception
            ),
            ConnectionFailure.Refused => new(
                ConnectionFailure.Refused,
                $"This machine could not connect to {host}.",
                $"Check the address, and make sure that no firewall or proxy blocks port {Invariant.Text(address.Port)}.",
                exception
            ),
            ConnectionFailure.Tls => new(
                ConnectionFailure.Tls,
                $"The TLS connection to {host} failed: {Innermost(exception)}",
                "Check this machine's clock and trusted root certificates. If a proxy inspects TLS, trust the proxy's certificate authority. "
                    + "The certificate check cannot be turned off.",
                exception
            ),
            ConnectionFailure.Timeout => FromTimeout(address, null, exception),
            _ => new(
                ConnectionFailure.Interrupted,
                $"The connection to {host} closed before the response was complete.",
                "Try again. If the error persists, check the proxy or firewall between this machine and the service.",
                exception
            ),
        };
    }

    /// <summary>The error for a request that timed out.</summary>
    /// <param name="address">The address of the request.</param>
    /// <param name="limit">The time limit; <see langword="null"/> if the system set it.</param>
    /// <param name="exception">The cause, if there is one.</param>
    public static ServiceUnreachableException FromTimeout(Uri address, TimeSpan? limit, Exception? exception = null)
    {
        var within = limit is { } span ? "within " + Invariant.Duration(span) : "in time";
        return new(ConnectionFailure.Timeout, $"{Host(address)} did not respond {within}.", OutageAdvice, exception);
    }

    /// <summary>The error for a status code. Connectors add what they know about it.</summary>
    public static ServiceStatusException FromStatus(HttpResponseMessage response, ErrorBody body, Uri address, TimeSpan? retryAfter)
    {
        var status = (int)response.StatusCode;
        var host = address.Host;
        var details = ServiceMessage(body);
        return status switch
        {
            401 => New($"{host} did not accept the credentials (401).{details}", "Check the key. It may be wrong, or it was revoked or has expired."),
            403 => New(
                $"{host} accepted the key, but does not allow this request (403).{details}",
                "Use the key of an administrator. If the key has scopes, it needs every scope that the documentation requires."
            ),
            404 => New($"{host} did not find this address (404).{details}", "Check the address and the ids in it."),
            429 when Quota(response) is { } quota => New(
                $"{host} accepts no more requests for now, because its quota is used up (429, {quota}).{details}{Wait(retryAfter)}",
                "Run the command again when the quota resets, which happens every hour. To continue an incomplete run, use Resume-ExternalRun.",
                isQuota: true
            ),
            429 => New($"{host} limits the rate of requests (429).{details}{Wait(retryAfter)}", "Wait, and run the command again."),
            408 or >= 500 => New($"{host} could not process the request ({Invariant.Text(status)}).{details}{Wait(retryAfter)}", OutageAdvice),
            _ => New(
                $"{host} refused the request ({Invariant.Text(status)}).{details}",
                "Correct the value that the service refused. If all values are correct, report the problem with this message."
            ),
        };

        ServiceStatusException New(string message, string recommendation, bool isQuota = false) =>
            new(status, body.Code, body.Message, message, recommendation, retryAfter) { IsQuota = isQuota, Scopes = body.Scopes };
    }

    /// <summary>The error for a response to an anonymous caller, although the request contained credentials.</summary>
    public static ServiceStatusException FromFailedLogin(Uri address, string reason) =>
        new(
            401,
            null,
            null,
            $"{address.Host} did not accept the credentials ({reason}). It answered as if nobody had logged in.",
            "Check the key. It may be wrong, or it was revoked or has expired."
        );

    /// <summary>The error for a redirect.</summary>
    public static ServiceRedirectException FromRedirect(HttpResponseMessage response, Uri address)
    {
        var target =
            response.Headers.Location is { } location && Uri.TryCreate(address, location, out var absolute)
                ? absolute.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
                : "another address";
        return new(
            $"{address.Host} redirects to {target}. The key was not sent there.",
            "If the site was renamed, or the address was not exact, specify the new address together with the key. Otherwise, do not trust the redirect."
        );
    }

    /// <summary>The error for a web page instead of JSON.</summary>
    public static UnexpectedResponseException FromWebPage(Uri address) =>
        new(
            $"{address.Host} returned a web page instead of data.",
            "Open the address in a browser on this machine. A proxy or single sign-on may show a log-in page, or the address is not that of the API."
        );

    /// <summary>The error for a body that is not JSON. The message of the parser is not part of it, because it quotes the body.</summary>
    public static UnexpectedResponseException FromInvalidJson(Uri address) =>
        new(
            $"{address.Host} returned a response that is not JSON.",
            "Try again. If the error persists, a proxy changes the responses, or the address is not that of the API."
        );

    private static string Host(Uri address) => address.IsDefaultPort ? address.Host : address.Authority;

    private static ConnectionFailure Classify(Exception? exception)
    {
        // If the connection was never made, the cause is a SocketException alone. If it was made, and may have carried the request, an IOException contains it.
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

    /// <summary>
    /// The name of the quota that is used up (https://developer.atlassian.com/cloud/jira/platform/rate-limiting/); <see langword="null"/> if the header
    /// contains no such name. The header may contain any text, so only a valid name is used.
    /// </summary>
    private static string? Quota(HttpResponseMessage response) =>
        response.Headers.TryGetValues("RateLimit-Reason", out var reasons)
        && reasons.FirstOrDefault(reason => Regex.IsMatch(reason, "^jira-quota-[a-z-]{1,40}$")) is { } reason
            ? reason
            : null;

    private static string ServiceMessage(ErrorBody body) => ServiceMessage(body.Code, body.Message);

    /// <summary>The service's own words as a sentence with a leading space; empty if there are none.</summary>
    public static string ServiceMessage(string? code, string? message) =>
        (code, message) switch
        {
            (null, null) => string.Empty,
            (not null, null) => $" It says: {code}.",
            (null, not null) => $" It says: {message.TrimEnd('.')}.",
            (not null, not null) => $" It says: {message.TrimEnd('.')} ({code}).",
        };

    private static string Wait(TimeSpan? retryAfter) => retryAfter is { } wait ? $" It requests a wait of {Invariant.Duration(wait)}." : string.Empty;
}
