using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;

namespace ExternalSources.Core.Http;

/// <summary>
/// Reads how long to wait before a retry, from Retry-After or from the header with the reset time. Services and gateways write both in several forms. A
/// text that is none of them is no hint, and the client waits the usual time.
/// </summary>
internal static class RetryAfter
{
    private const double FirstUnixSecond = 1_000_000_000;
    private const double FirstUnixMillisecond = 1_000_000_000_000;

    /// <summary>A longer wait is no hint. Neither is a moment that is this long ago: clocks differ by less.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);
    private static readonly TimeSpan LongestAgo = TimeSpan.FromDays(1);

    private static readonly string[] HttpDates = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    private static readonly Regex Number = new(
        @"^(\d{1,14}(?:\.\d{1,9})?)\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?)?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );

    private static readonly Regex IsoDate = new(
        @"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );

    /// <summary>Returns the wait that a response asks for; <see langword="null"/> if it asks for none, or in a form that cannot be read.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now) =>
        Value(response, "Retry-After") is { } text && Wait(text, now) is { } wait ? wait
        // https://developer.atlassian.com/cloud/jira/platform/rate-limiting/: the time when the limit resets, in ISO 8601.
        : Value(response, "X-RateLimit-Reset") is { } reset && Wait(reset, now) is { } untilReset ? untilReset
        : null;

    /// <summary>
    /// Returns the wait that a text means: a number of seconds, a number with a unit, a date, or the seconds since 1970; <see langword="null"/> if it means
    /// none.
    /// </summary>
    public static TimeSpan? Wait(string text, DateTimeOffset now)
    {
        text = text.Trim();
        if (Number.Match(text) is { Success: true } match)
        {
            var number = double.Parse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            var unit = match.Groups[2].Value.ToLowerInvariant();
            var seconds =
                unit.Length == 0 && number >= FirstUnixSecond
                    ? (number >= FirstUnixMillisecond ? number / 1000 : number) - now.ToUnixTimeMilliseconds() / 1000.0
                    : number
                        * (
                            unit.StartsWith("ms", StringComparison.Ordinal) || unit.StartsWith("milli", StringComparison.Ordinal) ? 0.001
                            : unit.StartsWith("m", StringComparison.Ordinal) ? 60
                            : unit.StartsWith("h", StringComparison.Ordinal) ? 3600
                            : 1
                        );
            return Plausible(seconds);
        }

        // A looser parser reads "12" as the twelfth of this month.
        return
            DateTimeOffset.TryParseExact(
                text,
                HttpDates,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
                out var date
            ) || (IsoDate.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date))
            ? Plausible((date - now).TotalSeconds)
            : null;
    }

    private static string? Value(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static TimeSpan? Plausible(double seconds) =>
        seconds > Longest.TotalSeconds || seconds < -LongestAgo.TotalSeconds ? null : TimeSpan.FromSeconds(Math.Max(0, seconds));
}
