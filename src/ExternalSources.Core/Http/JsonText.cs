using System;
using System.IO;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources;

/// <summary>JSON by our own settings: those of JsonConvert are process-wide, and another module may have changed them.</summary>
internal static class JsonText
{
    private const int MaxDepth = 64;

    /// <summary>Reads one JSON value that fills the whole text.</summary>
    /// <exception cref="JsonException">The text is not JSON, or more than one value.</exception>
    public static JToken Parse(TextReader text)
    {
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Double, MaxDepth = MaxDepth, CloseInput = false };
        var token = JToken.ReadFrom(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Replace });
        while (reader.Read())
        {
            if (reader.TokenType != JsonToken.Comment)
                throw new JsonReaderException("There is text after the end of the JSON value.");
        }

        return token;
    }

    /// <summary>Reads one JSON value that fills the whole text, token by token.</summary>
    /// <exception cref="JsonException">The text is not JSON, not of the expected shape, or more than one value.</exception>
    public static T Read<T>(TextReader text, Func<JsonTextReader, T> read)
    {
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, MaxDepth = MaxDepth, CloseInput = false, PropertyNameTable = JsonNames.Shared };
        reader.Read();
        var value = read(reader);
        if (reader.Read())
            throw new JsonReaderException("There is text after the end of the JSON value.");
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
}
