using System;
using System.Text.Json;

namespace ExternalSources.Simulator.Http;

/// <summary>Writes dates that count back from the start of the simulator, at midnight UTC.</summary>
internal static class JsonDates
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset start, int daysAgo) =>
        json.WriteString(name, DateTime.SpecifyKind(start.UtcDateTime.Date.AddDays(-daysAgo), DateTimeKind.Utc));

    public static void WriteDay(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset start, int daysAgo)
    {
        Span<byte> text = stackalloc byte[10];
        DateOnly
            .FromDateTime(start.UtcDateTime.AddDays(-daysAgo))
            .TryFormat(text, out var length, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }
}
