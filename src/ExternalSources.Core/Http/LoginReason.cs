using System;
using System.Linq;
using System.Net.Http;

namespace ExternalSources.Core.Http;

/// <summary>
/// Finds a failed log-in in a response that may look like success. Jira can answer a request with an expired token as if it were anonymous: with 200 and an
/// empty or reduced body. The header X-Seraph-LoginReason then has a value other than OK.
/// </summary>
internal static class LoginReason
{
    private const string Header = "X-Seraph-LoginReason";

    /// <summary>Returns why the log-in failed; <see langword="null"/> if it did not, or if the response does not say.</summary>
    public static string? Failure(HttpResponseMessage response) =>
        response.Headers.TryGetValues(Header, out var values)
            ? values
                .SelectMany(value => value.Split(','))
                .Select(value => value.Trim())
                .FirstOrDefault(value => value.Length > 0 && !value.Equals("OK", StringComparison.OrdinalIgnoreCase))
                is { } reason
                ? Known(reason)
                : null
            : null;

    // The header may contain any text.
    private static string Known(string reason) =>
        reason.Length <= 40 && reason.All(character => character is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_') ? reason : "unknown reason";
}
