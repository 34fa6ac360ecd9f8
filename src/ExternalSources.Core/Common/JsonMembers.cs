using System;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Common;

/// <summary>Reads and writes the members of the module's own JSON files. A missing or invalid member is an error that contains its name.</summary>
internal static class JsonMembers
{
    public static string Required(JObject json, string member) => JsonText.Text(json, member) is { Length: > 0 } text ? text : throw Invalid(member);

    public static int Number(JObject json, string member) =>
        json[member] is JValue { Value: long number } && number is >= 0 and <= int.MaxValue ? (int)number : throw Invalid(member);

    public static DateTimeOffset Date(JObject json, string member) =>
        DateTimeOffset.TryParseExact(Required(json, member), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Invalid(member);

    /// <summary>Reads an enumeration value by its name. <c>Enum.TryParse</c> also accepts numbers, which these files never contain.</summary>
    public static T Known<T>(JObject json, string member)
        where T : struct, Enum =>
        Enum.TryParse<T>(Required(json, member), out var value) && value.ToString() == Required(json, member) ? value : throw Invalid(member);

    /// <summary>A date and time as ISO 8601 text in UTC.</summary>
    public static string Text(DateTimeOffset date) => date.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Removes the members that are null or an empty list, and returns the same object.</summary>
    public static JObject Clean(JObject json)
    {
        foreach (var empty in json.Properties().Where(property => property.Value is JValue { Value: null } or JArray { Count: 0 }).ToArray())
        {
            empty.Remove();
        }

        return json;
    }

    public static FormatException Invalid(string member) => new($"the member '{member}' is missing or not valid");
}
