using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;

namespace ExternalSources.Core.Http;

/// <summary>How long the service asks to wait: Retry-After in seconds or as a date, or else its reset header.</summary>
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

        // https://developer.atlassian.com/cloud/jira/platform/rate-limiting/: ISO 8601, when the limit starts anew.
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
