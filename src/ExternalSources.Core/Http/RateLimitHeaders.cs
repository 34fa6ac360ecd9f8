using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;

namespace ExternalSources.Core.Http;

/// <summary>How many more requests a service accepts at an endpoint, and until when, by the headers X-RateLimit-Limit, -Remaining and -Reset.</summary>
/// <param name="Remaining">The number of requests that the service accepts until the reset.</param>
/// <param name="Limit">The number of requests between two resets; <see langword="null"/> if the service does not return it.</param>
/// <param name="ResetAt">When the number is reset.</param>
internal sealed record RateLimitHeaders(int Remaining, int? Limit, DateTimeOffset ResetAt)
{
    /// <summary>A later reset belongs to a quota, which a command cannot wait for, or the header means something else.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(10);

    /// <summary>Reads the headers; <see langword="null"/> if they are missing or make no sense.</summary>
    public static RateLimitHeaders? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        if (
            Number(response, "X-RateLimit-Remaining") is not { } remaining
            || !response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
            || RetryAfter.Wait(values.First(), now) is not { } wait
            || wait <= TimeSpan.Zero
            || wait > LongestWindow
        )
        {
            return null;
        }

        return new RateLimitHeaders(remaining, Number(response, "X-RateLimit-Limit") is > 0 and var limit ? limit : null, now + wait);
    }

    private static int? Number(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
