using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ExternalSources.Binding;

/// <summary>
/// Reads dates in the invariant format of scripts and in the format of the session's culture. A date that the two formats read differently is ambiguous.
/// </summary>
internal static class DateText
{
    // A date with the year first has only one meaning, even if the culture uses another calendar.
    private static readonly Regex YearFirst = new(@"^\s*\d{4}-", RegexOptions.CultureInvariant);

    /// <summary>Reads a date. Without a time, it is the start of the day in the local time zone.</summary>
    /// <returns>The number of possible readings: 0, 1, or 2 if the day and the month can be swapped.</returns>
    public static int Read(string text, out DateTimeOffset date)
    {
        var isUniversal = TryRead(text, CultureInfo.InvariantCulture, out var universal);
        date = universal;
        if (YearFirst.IsMatch(text) || !TryRead(text, CultureInfo.CurrentCulture, out var local))
        {
            return isUniversal ? 1 : 0;
        }

        if (isUniversal && universal != local)
        {
            return 2;
        }

        date = local;
        return 1;
    }

    private static bool TryRead(string text, CultureInfo culture, out DateTimeOffset date) =>
        DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeLocal, out date);
}
