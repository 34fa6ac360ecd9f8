using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;

namespace ExternalSources.Core.Http;

/// <summary>Reads how long to wait before a retry: from Retry-After, in seconds or as a date, or from the header with the reset time.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter is { } header)
        {
            if (header.Delta is { } delta)
            {
                return delta;
            }

            if (header.Date is { } date)
            {
                return NotNegative(date - now);
            }
        }

        // https://developer.atlassian.com/cloud/jira/platform/rate-limiting/: the time when the limit resets, in ISO 8601.
        if (
            response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
            && DateTimeOffset.TryParse(values.FirstOrDefault(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var reset)
        )
        {
            return NotNegative(reset - now);
        }

        return null;
    }

    private static TimeSpan NotNegative(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
