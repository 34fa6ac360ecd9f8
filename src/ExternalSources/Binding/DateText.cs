using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ExternalSources.Binding;

/// <summary>
/// Reads dates of lists and arguments: as scripts write them everywhere, and as tables, CSV files and people write them where the session is. A date
/// that the two read differently is nobody's guess.
/// </summary>
internal static class DateText
{
    // With the year first there is only one way to read it, also where another calendar is in use.
    private static readonly Regex YearFirst = new(@"^\s*\d{4}-", RegexOptions.CultureInvariant);

    /// <summary>Reads a date; without a time it is the start of that day in the local time zone.</summary>
    /// <returns>In how many ways it can be read: 0, 1, or 2 where it is open which number is the day.</returns>
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
