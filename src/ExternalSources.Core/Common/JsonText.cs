using System;
using System.IO;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Common;

/// <summary>JSON by our own settings: those of JsonConvert are process-wide, and another module may have changed them.</summary>
internal static class JsonText
{
    private const int MaxDepth = 64;

    /// <summary>Reads one JSON value that fills the whole text.</summary>
    /// <exception cref="JsonException">The text is not JSON, or more than one value.</exception>
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
    /// <exception cref="JsonException">The text is not JSON, not of the expected shape, or more than one value.</exception>
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

    /// <summary>A member's text; <see langword="null"/> when the member is missing, null or not a plain value.</summary>
    public static string? Text(JToken? token, string member) =>
        token is JObject json && json.GetValue(member, StringComparison.Ordinal) is JValue { Value: not null } value
            ? Convert.ToString(value.Value, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    /// <summary>One text for each member name, instead of a new one each time it is read: a row has a dozen names, a list the same ones in every row.</summary>
    private sealed class Names : JsonNameTable
    {
        /// <summary>The services have some hundred names; what a broken one makes up is not kept.</summary>
        private const int Most = 1000;

        private readonly DefaultJsonNameTable _names = new();
        private int _count;

        public static Names Shared { get; } = new();

        // Looking up needs no lock beside one that adds; a name that is just being added is at worst not found.
        public override string? Get(char[] key, int start, int length) => _names.Get(key, start, length) ?? Learn(key, start, length);

        private string? Learn(char[] key, int start, int length)
        {
            lock (_names)
            {
                if (_count >= Most)
                {
                    return null;
                }

                _count++;
                return _names.Add(new string(key, start, length));
            }
        }
    }
}
