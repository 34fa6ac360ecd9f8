using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;
using Newtonsoft.Json;

namespace ExternalSources.Core.Http;

/// <summary>Reads JSON member by member. Unknown members are skipped, and a value of an unexpected type counts as missing.</summary>
internal static class JsonReaderExtensions
{
    /// <summary>Throws if the reader is not at an object. <see cref="NextMember"/> then reads its members.</summary>
    public static void StartObject(this JsonTextReader reader)
    {
        if (reader.TokenType != JsonToken.StartObject)
        {
            throw new JsonReaderException("The JSON has no object where one is expected.");
        }
    }

    /// <summary>Moves to the value of the next member of an object. The caller reads or skips the value before the next call.</summary>
    /// <returns>The name of the member; <see langword="null"/> at the end of the object.</returns>
    [MethodImpl(Compilation.Optimized)]
    public static string? NextMember(this JsonTextReader reader)
    {
        if (reader.Read() && reader.TokenType == JsonToken.PropertyName)
        {
            var name = (string)reader.Value!;
            reader.Read();
            return name;
        }

        EndsWith(reader, JsonToken.EndObject);
        return null;
    }

    /// <summary>Reads an array, row by row. Rows without content are omitted.</summary>
    public static List<T> Rows<T>(this JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        var rows = reader.Places(row);
        rows.RemoveAll(static one => one is null);
        return rows!;
    }

    /// <summary>Reads an array, row by row. A row without content is <see langword="null"/>, because offsets count every row.</summary>
    [MethodImpl(Compilation.Optimized)]
    public static List<T?> Places<T>(this JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        if (reader.TokenType != JsonToken.StartArray)
        {
            throw new JsonReaderException("The JSON has no list where one is expected.");
        }

        var rows = new List<T?>();
        while (reader.Read() && reader.TokenType != JsonToken.EndArray)
        {
            // A row can be null where a record is missing.
            rows.Add(reader.TokenType == JsonToken.Null ? null : row(reader));
        }

        EndsWith(reader, JsonToken.EndArray);
        return rows;
    }

    /// <summary>Reads an array; returns an empty list if there is none.</summary>
    public static IReadOnlyList<T> RowsOrNone<T>(this JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        if (reader.TokenType == JsonToken.StartArray)
        {
            return reader.Rows(row);
        }

        reader.Skip();
        return Array.Empty<T>();
    }

    /// <summary>Reads a text; <see langword="null"/> if there is none, or if it is empty.</summary>
    [MethodImpl(Compilation.Optimized)]
    public static string? Text(this JsonTextReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonToken.String:
                return (string)reader.Value! is { Length: > 0 } text ? text : null;
            case JsonToken.Integer:
            case JsonToken.Float:
                return Convert.ToString(reader.Value, CultureInfo.InvariantCulture);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Reads the text of one member of an object; <see langword="null"/> if it has none.</summary>
    [MethodImpl(Compilation.Optimized)]
    public static string? TextOf(this JsonTextReader reader, string wanted)
    {
        string? text = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            if (member == wanted)
            {
                text = reader.Text();
            }
            else
            {
                reader.Skip();
            }
        }

        return text;
    }

    [MethodImpl(Compilation.Optimized)]
    public static bool? Flag(this JsonTextReader reader)
    {
        if (reader.TokenType == JsonToken.Boolean)
        {
            return (bool)reader.Value!;
        }

        reader.Skip();
        return null;
    }

    public static int? Number(this JsonTextReader reader)
    {
        if (reader.TokenType == JsonToken.Integer && reader.Value is long number && number is >= 0 and <= int.MaxValue)
        {
            return (int)number;
        }

        reader.Skip();
        return null;
    }

    [MethodImpl(Compilation.Optimized)]
    public static DateTimeOffset? Date(this JsonTextReader reader) =>
        reader.Text() is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;

    // At an early end of the text, the reader only stops. Without this check, an incomplete list would look complete.
    private static void EndsWith(JsonTextReader reader, JsonToken end)
    {
        if (reader.TokenType != end)
        {
            throw new JsonReaderException("The JSON is incomplete.");
        }
    }
}
