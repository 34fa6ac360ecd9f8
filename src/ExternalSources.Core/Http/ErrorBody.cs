using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Http;

/// <summary>The service's own error code and message, read from any format of its APIs.</summary>
internal sealed record ErrorBody(string? Code, string? Message)
{
    public static ErrorBody Empty { get; } = new(null, null);

    /// <summary>The scopes with which the service would accept the request; empty if the body lists none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public static ErrorBody Read(string text)
    {
        if (JsonText.TryParse(text) is not { } json)
        {
            return new ErrorBody(null, PlainText(text));
        }

        return json switch
        {
            // User management: [{code, message, link}]
            JArray rows => FromRows(rows),
            // Organization API: {"errors": [{id, status, code, title, detail}]}
            JObject { } body when body["errors"] is JArray rows => FromRows(rows),
            JObject body => FromObject(body),
            _ => Empty,
        };
    }

    private static ErrorBody FromRows(JArray rows)
    {
        var row = rows.OfType<JObject>().FirstOrDefault();
        return row is null ? Empty : new ErrorBody(Text(row["code"]), Text(row["detail"]) ?? Text(row["message"]) ?? Text(row["title"]));
    }

    private static ErrorBody FromObject(JObject body)
    {
        // Workspaces: {id, status, code, title, detail}.
        // Jira: {"errorMessages": [...], "errors": {field: message}}; the gateway: {"code", "message"}; user management: {"key", "context"}.
        var messages = new List<string>();
        if (body["errorMessages"] is JArray list)
        {
            messages.AddRange(list.Select(Text).OfType<string>());
        }

        if (body["errors"] is JObject fields)
        {
            messages.AddRange(fields.Properties().Select(field => $"{field.Name}: {Text(field.Value)}"));
        }

        var context = body["context"] as JObject;
        if (
            messages.Count == 0
            && (
                Text(body["message"])
                ?? Text(body["detail"])
                ?? Text(body["error_description"])
                ?? Text(body["error"])
                ?? Text(context?["message"])
                ?? Text((context?["reason"] as JObject)?["key"])
            )
                is { } message
        )
        {
            messages.Add(message);
        }

        return new ErrorBody(Text(body["key"]) ?? Text(body["code"]), messages.Count == 0 ? null : string.Join(" ", messages))
        {
            Scopes = context?["acceptableScopes"] is JArray scopes ? scopes.Select(Text).OfType<string>().ToArray() : [],
        };
    }

    private static string? Text(JToken? token) =>
        token is JValue { Value: not null } value && value.ToString(System.Globalization.CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    // A page of HTML does not help an admin, but a short line of plain text does.
    private static string? PlainText(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length is 0 or > 300 || trimmed[0] == '<' ? null : trimmed;
    }
}
