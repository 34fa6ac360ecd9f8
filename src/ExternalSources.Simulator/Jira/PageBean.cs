using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Pages with their position and the total.</summary>
internal static class PageBean
{
    public static Task WriteAsync<T>(JiraCall call, JiraPage page, int total, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write) =>
        Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            var last = page.StartAt + page.MaxResults >= total;
            json.WriteStartObject();
            json.WriteString("self"u8, Url(call, page.StartAt, page.MaxResults));
            if (!last)
            {
                json.WriteString("nextPage"u8, Url(call, page.StartAt + page.MaxResults, page.MaxResults));
            }

            json.WriteNumber("maxResults"u8, page.MaxResults);
            json.WriteNumber("startAt"u8, page.StartAt);
            json.WriteNumber("total"u8, Response.Count(call.Context, total));
            json.WriteBoolean("isLast"u8, last);
            json.WriteStartArray("values"u8);
            foreach (var row in rows)
            {
                write(json, row);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static string Url(JiraCall call, int startAt, int maxResults)
    {
        var query = QueryString.Empty;
        foreach ((var name, var values) in call.Context.Request.Query)
        {
            foreach (var value in name is "startAt" or "maxResults" ? default : values)
            {
                query = query.Add(name, value ?? "");
            }
        }

        query = query.Add("maxResults", maxResults.ToString(CultureInfo.InvariantCulture)).Add("startAt", startAt.ToString(CultureInfo.InvariantCulture));
        return call.Root + call.Context.Request.Path + query;
    }
}
