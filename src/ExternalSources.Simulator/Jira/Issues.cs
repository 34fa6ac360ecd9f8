using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Creates issues, and finds the recent issues of the caller in a project.</summary>
internal static partial class Issues
{
    private const int LongestSummary = 255;

    public static async Task CreateAsync(JiraCall call)
    {
        var body = await RequestBody.ReadAsync(call.Context);
        JsonElement fields;
        try
        {
            using var document = JsonDocument.Parse(body);
            fields = document.RootElement.GetProperty("fields").Clone();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            await call.RefuseAsync(StatusCodes.Status400BadRequest, "Invalid request payload. Refer to the REST API documentation and try again.");
            return;
        }

        var tracker = call.State.Issues;
        var project = tracker.Projects.FirstOrDefault(key => key.Equals(Text(fields, "project", "key"), StringComparison.OrdinalIgnoreCase));
        var type = tracker.Types.FirstOrDefault(name => name.Equals(Text(fields, "issuetype", "name"), StringComparison.OrdinalIgnoreCase));
        var summary = fields.TryGetProperty("summary", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()!.Trim() : "";
        JsonElement? description = fields.TryGetProperty("description", out var text) && text.ValueKind != JsonValueKind.Null ? text : null;
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (project is null)
        {
            errors["project"] = "Specify a valid project ID or key";
        }
        else if (type is null)
        {
            errors["issuetype"] = "Specify a valid issue type";
        }

        if (summary.Length == 0)
        {
            errors["summary"] = "You must specify a summary of the issue.";
        }
        else if (summary.Length > LongestSummary || summary.Contains('\n', StringComparison.Ordinal))
        {
            errors["summary"] =
                summary.Length > LongestSummary ? "Summary can't exceed 255 characters." : "The summary is invalid because it contains newline characters.";
        }

        if (description is { } content && !IsDocument(content))
        {
            errors["description"] = "Operation value must be an Atlassian Document (see the Atlassian Document Format)";
        }

        if (errors.Count > 0)
        {
            await RefuseAsync(call, errors);
            return;
        }

        var issue = tracker.Create(
            project!,
            type!,
            summary,
            description,
            call.People.FindByEmail(call.Token.Email)?.AccountId ?? call.Token.Email,
            call.State.Now
        );
        call.State.Writes.Note("create-issue", issue.Key);
        await Response.JsonAsync(call.Context, StatusCodes.Status201Created, json =>
        {
            json.WriteStartObject();
            WriteIdentity(json, call, issue);
            json.WriteEndObject();
        });
    }

    /// <summary>Supports only queries of the form <c>project = KEY AND reporter = currentUser() AND created >= "-30m"</c>.</summary>
    public static Task SearchAsync(JiraCall call)
    {
        var jql = Jql().Match(call.Query("jql") ?? "");
        if (!jql.Success)
        {
            return call.RefuseAsync(StatusCodes.Status400BadRequest, "The simulator does not support this JQL query.");
        }

        var reporter = call.People.FindByEmail(call.Token.Email)?.AccountId ?? call.Token.Email;
        var since = call.State.Now.AddMinutes(-int.Parse(jql.Groups["minutes"].Value, CultureInfo.InvariantCulture));
        Issue[] found =
        [
            .. call
                .State.Issues.Snapshot()
                .Where(issue =>
                    issue.Project.Equals(jql.Groups["project"].Value, StringComparison.OrdinalIgnoreCase)
                    && issue.Reporter == reporter
                    && issue.CreatedAt >= since
                )
                .Reverse()
                .Take(int.TryParse(call.Query("maxResults"), CultureInfo.InvariantCulture, out var most) ? most : 50),
        ];
        return Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("issues");
            foreach (var issue in found)
            {
                json.WriteStartObject();
                WriteIdentity(json, call, issue);
                json.WriteStartObject("fields");
                json.WriteString("summary", issue.Summary);
                json.WritePropertyName("description");
                if (issue.Description is { } description)
                {
                    description.WriteTo(json);
                }
                else
                {
                    json.WriteNullValue();
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("isLast", true);
            json.WriteEndObject();
        });
    }

    private static void WriteIdentity(Utf8JsonWriter json, JiraCall call, Issue issue)
    {
        var id = (10000 + (issue.Number * 10) + Math.Max(0, call.State.Issues.Projects.ToList().IndexOf(issue.Project))).ToString(CultureInfo.InvariantCulture);
        json.WriteString("id", id);
        json.WriteString("key", issue.Key);
        json.WriteString("self", call.Root + "/rest/api/3/issue/" + id);
    }

    private static Task RefuseAsync(JiraCall call, Dictionary<string, string> errors) =>
        Response.JsonAsync(call.Context, StatusCodes.Status400BadRequest, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("errorMessages");
            json.WriteEndArray();
            json.WriteStartObject("errors");
            foreach ((var field, var message) in errors)
            {
                json.WriteString(field, message);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });

    private static string? Text(JsonElement fields, string field, string member) =>
        fields.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty(member, out var text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    private static bool IsDocument(JsonElement content) =>
        content.ValueKind == JsonValueKind.Object
        && content.TryGetProperty("type", out var type)
        && type.ValueEquals("doc")
        && content.TryGetProperty("version", out var version)
        && version.ValueKind == JsonValueKind.Number
        && content.TryGetProperty("content", out var nodes)
        && nodes.ValueKind == JsonValueKind.Array;

    [GeneratedRegex("""^project = "?(?<project>\w+)"? AND reporter = currentUser\(\) AND created >= "?-(?<minutes>\d{1,5})m"?$""")]
    private static partial Regex Jql();
}
