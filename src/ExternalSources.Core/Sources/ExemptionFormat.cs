using System;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Sources;

/// <summary>Reads and writes exemptions as JSON in the store.</summary>
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
            ["addedAt"] = JsonMembers.Text(exemption.AddedAt),
        };
        if (exemption.Source.Count > 0)
        {
            json["sources"] = new JArray(exemption.Source);
        }

        if (exemption.Action.Count > 0)
        {
            json["actions"] = new JArray(exemption.Action.Select(action => action.ToString()));
        }

        return json;
    }

    /// <exception cref="FormatException">The JSON is not a valid exemption. It is an error, because an exemption must never be ignored.</exception>
    public static ExternalExemption Read(JToken row)
    {
        var json = row as JObject ?? throw new FormatException("an exemption is not an object");
        return new ExternalExemption
        {
            Id = Guid.TryParseExact(JsonMembers.Required(json, "id"), "D", out var id)
                ? id
                : throw new FormatException("the member 'id' of an exemption is not valid"),
            Kind = JsonMembers.Known<ExemptionKind>(json, "kind"),
            Value = JsonMembers.Required(json, "value"),
            Source = Texts(json, "sources"),
            Action = Texts(json, "actions")
                .Select(action =>
                    Enum.TryParse<ExternalAction>(action, out var known) && known.ToString() == action
                        ? known
                        : throw new FormatException("an exemption has an unknown action")
                )
                .ToArray(),
            Reason = JsonMembers.Required(json, "reason"),
            AddedBy = JsonMembers.Required(json, "addedBy"),
            AddedAt = JsonMembers.Date(json, "addedAt"),
        };
    }

    private static string[] Texts(JObject json, string member) =>
        json[member] switch
        {
            null => Array.Empty<string>(),
            JArray list when list.All(value => value.Type == JTokenType.String) => list.Select(value => (string)value!).ToArray(),
            _ => throw new FormatException($"the member '{member}' of an exemption is not a list of texts"),
        };
}
