using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;
using Newtonsoft.Json;

namespace ExternalSources.Core.Http;

/// <summary>Walks through JSON member by member. What is unknown is skipped; what is not of the expected shape counts as missing.</summary>
internal static class JsonReaderExtensions
{
    /// <summary>Makes sure that an object is at hand, whose members <see cref="NextMember"/> then walks through.</summary>
    public static void StartObject(this JsonTextReader reader)
    {
        if (reader.TokenType != JsonToken.StartObject)
        {
            throw new JsonReaderException("An object was expected.");
        }
    }

    /// <summary>Goes to the value of the next member of an object; whoever asks takes that value, or skips it, before asking again.</summary>
    /// <returns>The member's name; <see langword="null"/> at the object's end.</returns>
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

    /// <summary>Reads the array at hand, a row at a time; one that says nothing is left out.</summary>
    public static List<T> Rows<T>(this JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        var rows = reader.Places(row);
        rows.RemoveAll(static one => one is null);
        return rows!;
    }

    /// <summary>Reads the array at hand, a row at a time; one that says nothing keeps its place, because places are what the list is paged by.</summary>
    [MethodImpl(Compilation.Optimized)]
    public static List<T?> Places<T>(this JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        if (reader.TokenType != JsonToken.StartArray)
        {
            throw new JsonReaderException("A list was expected.");
        }

        var rows = new List<T?>();
        while (reader.Read() && reader.TokenType != JsonToken.EndArray)
        {
            rows.Add(row(reader));
        }

        EndsWith(reader, JsonToken.EndArray);
        return rows;
    }

    /// <summary>The list at hand; an empty one where there is none.</summary>
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

    /// <summary>The text at hand; <see langword="null"/> where there is none or it is empty.</summary>
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

    /// <summary>The text of one member of the object at hand; <see langword="null"/> where it has none.</summary>
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

    // Where the text breaks off the reader only stops: half a list would pass for a whole one.
    private static void EndsWith(JsonTextReader reader, JsonToken end)
    {
        if (reader.TokenType != end)
        {
            throw new JsonReaderException("The JSON breaks off.");
        }
    }
}
