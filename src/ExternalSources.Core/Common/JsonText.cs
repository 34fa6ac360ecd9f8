using System;
using System.IO;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Common;

/// <summary>Reads JSON with the module's own settings. The settings of JsonConvert are process-wide, and other modules can change them.</summary>
internal static class JsonText
{
    private const int MaxDepth = 64;

    /// <summary>Reads one JSON value that fills the whole text.</summary>
    /// <exception cref="JsonException">The text is not JSON, or contains more than one value.</exception>
    public static JToken Parse(TextReader text)
    {
        using var reader = new JsonTextReader(text)
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Double,
            MaxDepth = MaxDepth,
            CloseInput = false,
        };
        var token = JToken.ReadFrom(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Replace });
        while (reader.Read())
        {
            if (reader.TokenType != JsonToken.Comment)
            {
                throw new JsonReaderException("There is text after the end of the JSON value.");
            }
        }

        return token;
    }

    /// <summary>Reads one JSON value that fills the whole text, token by token.</summary>
    /// <exception cref="JsonException">The text is not JSON, has an unexpected structure, or contains more than one value.</exception>
    public static T Read<T>(TextReader text, Func<JsonTextReader, T> read)
    {
        using var reader = new JsonTextReader(text)
        {
            DateParseHandling = DateParseHandling.None,
            MaxDepth = MaxDepth,
            CloseInput = false,
            PropertyNameTable = Names.Shared,
        };
        reader.Read();
        var value = read(reader);
        if (reader.Read())
        {
            throw new JsonReaderException("There is text after the end of the JSON value.");
        }

        return value;
    }

    /// <summary>Reads one JSON value; <see langword="null"/> if the text is not JSON.</summary>
    public static JToken? TryParse(string text)
    {
        try
        {
            return Parse(new StringReader(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a member; <see langword="null"/> if the member is missing, is null, or is an object or a list.</summary>
    public static string? Text(JToken? token, string member) =>
        token is JObject json && json.GetValue(member, StringComparison.Ordinal) is JValue { Value: not null } value
            ? Convert.ToString(value.Value, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    /// <summary>Keeps one string for each member name, because every row of a list has the same names.</summary>
    private sealed class Names : JsonNameTable
    {
        /// <summary>Limits the memory when a broken service invents names. The services use a few hundred names.</summary>
        private const int MaxCount = 1000;

        private readonly DefaultJsonNameTable _names = new();
        private int _count;

        public static Names Shared { get; } = new();

        // A lookup needs no lock. At worst, it misses a name that another thread is adding.
        public override string? Get(char[] key, int start, int length) => _names.Get(key, start, length) ?? Learn(key, start, length);

        private string? Learn(char[] key, int start, int length)
        {
            lock (_names)
            {
                if (_count >= MaxCount)
                {
                    return null;
                }

                _count++;
                return _names.Add(new string(key, start, length));
            }
        }
    }
}
