using System;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace ExternalSources;

/// <summary>An exemption as JSON, in the store.</summary>
internal static class ExemptionFormat
{
    public static JObject Write(ExternalExemption exemption)
    {
        var json = new JObject
        {
            ["id"] = exemption.Id.ToString("D", System.Globalization.CultureInfo.InvariantCulture),
            ["kind"] = exemption.Kind.ToString(),
            ["value"] = exemption.Value,
            ["reason"] = exemption.Reason,
            ["addedBy"] = exemption.AddedBy,
            ["addedAt"] = RunLines.Text(exemption.AddedAt),
        };
        if (exemption.Source.Count > 0)
            json["sources"] = new JArray(exemption.Source);
        if (exemption.Action.Count > 0)
            json["actions"] = new JArray(exemption.Action.Select(action => action.ToString()));
        return json;
    }

    /// <exception cref="FormatException">The row is no exemption. One that cannot be read must not be taken for none.</exception>
    public static ExternalExemption Read(JToken row)
    {
        var json = row as JObject ?? throw new FormatException("an exemption is not an object");
        return new ExternalExemption
        {
            Id = Guid.TryParseExact(RunLines.Required(json, "id"), "D", out var id) ? id : throw new FormatException("the member 'id' of an exemption is not valid"),
            Kind = RunLines.Known<ExemptionKind>(json, "kind"),
            Value = RunLines.Required(json, "value"),
            Source = Texts(json, "sources"),
            Action = Texts(json, "actions").Select(action => Enum.TryParse<ExternalAction>(action, out var known) && known.ToString() == action ? known : throw new FormatException("an exemption has an unknown action")).ToArray(),
            Reason = RunLines.Required(json, "reason"),
            AddedBy = RunLines.Required(json, "addedBy"),
            AddedAt = RunLines.Date(json, "addedAt"),
        };
    }

    private static string[] Texts(JObject json, string member) => json[member] switch
    {
        null => Array.Empty<string>(),
        JArray list when list.All(value => value.Type == JTokenType.String) => list.Select(value => (string)value!).ToArray(),
        _ => throw new FormatException($"the member '{member}' of an exemption is not a list of texts"),
    };
}
