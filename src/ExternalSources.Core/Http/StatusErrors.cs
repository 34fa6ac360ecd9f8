using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>The words for each status code that means "no". Connectors that know more say more.</summary>
internal static class StatusErrors
{
    public static ServiceStatusException Create(HttpResponseMessage response, ErrorBody body, Uri address, TimeSpan? retryAfter)
    {
        var status = (int)response.StatusCode;
        var host = address.Host;
        var said = Said(body);
        return status switch
        {
            401 => New(
                $"{host} did not accept the credentials (401).{said}",
                "Check the key; a key that was revoked or has expired is refused like a wrong one."
            ),
            403 => New(
                $"{host} accepted the key, but does not allow this (403).{said}",
                "Use the key of an administrator, with every scope that the documentation asks for."
            ),
            404 => New($"{host} does not know this address (404).{said}", "Check the address and the ids in it."),
            429 when Quota(response) is { } quota => New(
                $"{host} takes no more requests for now: its quota is used up (429, {quota}).{said}{Wait(retryAfter)}",
                "Run the command again when the quota starts anew, which it does every hour; what a run has not done Resume-ExternalRun does.",
                isQuota: true
            ),
            429 => New($"{host} limits the rate of requests (429).{said}{Wait(retryAfter)}", "Wait, and run the command again."),
            408 or >= 500 => New(
                $"{host} is in trouble ({Invariant.Text(status)}).{said}{Wait(retryAfter)}",
                "Try again later; https://status.atlassian.com tells of outages."
            ),
            _ => New(
                $"{host} refused the request ({Invariant.Text(status)}).{said}",
                "Correct what it does not take; if nothing there is yours to correct, report it with the message above."
            ),
        };

        ServiceStatusException New(string message, string recommendation, bool isQuota = false) =>
            new(status, body.Code, body.Message, message, recommendation, retryAfter) { IsQuota = isQuota };
    }

    /// <summary>https://developer.atlassian.com/cloud/jira/platform/rate-limiting/: which limit it was. A header may hold anything; only what is such a name is repeated.</summary>
    private static string? Quota(HttpResponseMessage response) =>
        response.Headers.TryGetValues("RateLimit-Reason", out var reasons)
        && reasons.FirstOrDefault(reason => Regex.IsMatch(reason, "^jira-quota-[a-z-]{1,40}$")) is { } reason
            ? reason
            : null;

    public static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 429 or >= 500;

    private static string Said(ErrorBody body) =>
        (body.Code, body.Message) switch
        {
            (null, null) => string.Empty,
            ({ } code, null) => $" It says: {code}.",
            (null, { } message) => $" It says: {message.TrimEnd('.')}.",
            ({ } code, { } message) => $" It says: {message.TrimEnd('.')} ({code}).",
        };

    private static string Wait(TimeSpan? retryAfter) => retryAfter is { } wait ? $" It asks to wait for {Invariant.Duration(wait)}." : string.Empty;
}
