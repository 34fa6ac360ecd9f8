using System.IO;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>Reads JSON without interpreting dates and without losing digits.</summary>
internal static class JsonText
{
    /// <summary>Returns the value; null when the text is not JSON, or has anything after the value.</summary>
    public static JToken? TryParse(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text))
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
            };
            var value = JToken.ReadFrom(reader);
            return reader.Read() ? null : value;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
