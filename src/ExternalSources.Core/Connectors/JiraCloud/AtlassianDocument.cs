using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>An issue's description in Atlassian Document Format (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/).</summary>
internal static class AtlassianDocument
{
    private static readonly string[] EmptyLine = { "\n\n" };

    public static JObject Of(IssueDraft draft)
    {
        var content = new JArray();
        foreach (var paragraph in (draft.Description ?? string.Empty).Replace("\r\n", "\n").Split(EmptyLine, StringSplitOptions.RemoveEmptyEntries))
        {
            content.Add(Paragraph(paragraph));
        }

        if (draft.Users.Count > 0)
        {
            content.Add(Table(draft.Users));
        }

        content.Add(Paragraph(draft.Marker));
        return new JObject
        {
            ["type"] = "doc",
            ["version"] = 1,
            ["content"] = content,
        };
    }

    /// <summary>Returns all text of a document, in order.</summary>
    public static string TextOf(JToken? document) =>
        string.Concat(
            (document as JObject)
                ?.Descendants()
                .OfType<JProperty>()
                .Where(property => property.Name == "text" && property.Value.Type == JTokenType.String)
                .Select(property => (string)property.Value!)
                ?? Array.Empty<string>()
        );

    private static JObject Table(IReadOnlyList<IssueUser> users)
    {
        // The table has no empty columns.
        var columns = new (string Title, Func<IssueUser, string?> Text)[]
        {
            ("Name", user => user.Name),
            ("E-mail", user => user.Email),
            ("Account id", user => user.AccountId),
            ("Source", user => user.Source),
            ("Status", user => user.Status),
            ("Last active", user => user.LastActive?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        }
            .Where(column => users.Any(user => !string.IsNullOrEmpty(column.Text(user))))
            .ToArray();
        var rows = new JArray { Row(columns.Select(column => column.Title), "tableHeader") };
        foreach (var user in users)
        {
            rows.Add(Row(columns.Select(column => column.Text(user)), "tableCell"));
        }

        return new JObject { ["type"] = "table", ["content"] = rows };
    }

    private static JObject Row(IEnumerable<string?> texts, string cell) =>
        new()
        {
            ["type"] = "tableRow",
            ["content"] = new JArray(
                texts.Select(text => new JObject
                {
                    ["type"] = cell,
                    ["attrs"] = new JObject(),
                    ["content"] = new JArray(Paragraph(text ?? string.Empty)),
                })
            ),
        };

    // The format does not allow an empty text node. A line break is a separate node.
    private static JObject Paragraph(string text)
    {
        var content = new JArray();
        foreach (var line in text.Split('\n'))
        {
            if (content.Count > 0)
            {
                content.Add(new JObject { ["type"] = "hardBreak" });
            }

            if (line.Length > 0)
            {
                content.Add(new JObject { ["type"] = "text", ["text"] = line });
            }
        }

        return new JObject { ["type"] = "paragraph", ["content"] = content };
    }
}
