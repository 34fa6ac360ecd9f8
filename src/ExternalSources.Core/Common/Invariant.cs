using System;
using System.Globalization;

namespace ExternalSources.Core.Common;

/// <summary>Formats numbers and dates as text that is the same on every machine.</summary>
internal static class Invariant
{
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A date in the local time zone, such as 2027-01-31. The admin typed this date, and the table shows it.</summary>
    public static string Day(DateTimeOffset date) => date.LocalDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A date and time in UTC, such as 2027-01-31 09:30 UTC.</summary>
    public static string Moment(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>A time span in a suitable unit, rounded up: 45 seconds, 12 minutes, 3 hours.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(90))
        {
            return Count(Math.Max(1, (int)Math.Ceiling(span.TotalSeconds)), "second");
        }

        return span < TimeSpan.FromMinutes(90) ? Count((int)Math.Ceiling(span.TotalMinutes), "minute") : Count((int)Math.Ceiling(span.TotalHours), "hour");
    }

    public static string Count(int number, string noun) => Count(number, noun, noun + "s");

    public static string Count(int number, string noun, string plural) => number == 1 ? "1 " + noun : Text(number) + " " + plural;
}
