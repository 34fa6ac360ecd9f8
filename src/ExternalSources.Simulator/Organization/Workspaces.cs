using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary><c>/admin/v2/orgs/{orgId}/workspaces</c>: the applications of all sites, and a few rows that are no application in use.</summary>
internal static class Workspaces
{
    private const int DefaultPageSize = 20;

    public static async Task RespondAsync(OrganizationCall call)
    {
        var context = call.Context;
        if (await BodyReader.ReadAsync(context, new Query(null, DefaultPageSize), body => Read(body, call.State.Behavior)) is not { } query)
        {
            return;
        }

        var list = "workspaces/" + call.Organization.Id;
        (int start, int size) page = (0, query.Limit);
        if (query.Cursor is not null && !TryReadCursor(query.Cursor, list, out page))
        {
            await OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.InvalidCursor, "The cursor is not valid.");
            return;
        }

        List<Row> all = [.. Rows(call)];
        var (start, size) = page;
        var next = start + size < all.Count ? Cursor.Create(start + size, list + "/" + size.ToString(CultureInfo.InvariantCulture)) : null;
        await Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var row in all.Skip(start).Take(size))
            {
                Write(json, row);
            }

            json.WriteEndArray();
            json.WriteStartObject("links"u8);
            if (CursorPage.Next(context, query.Cursor, next) is { } cursor)
            {
                var url = string.Concat(context.Request.Scheme, "://", context.Request.Host.ToString(), context.Request.Path) + "?cursor=";
                json.WriteString("next"u8, call.State.Behavior.WorkspaceLinksAreUrls ? url + Uri.EscapeDataString(cursor) : cursor);
            }

            json.WriteEndObject();
            json.WriteStartObject("meta"u8);
            json.WriteNumber("pageSize"u8, size);
            json.WriteNumber("total"u8, all.Count);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static bool TryReadCursor(string cursor, string list, out (int Start, int Size) page)
    {
        // The size of the page is part of the cursor, because a request with a cursor has no other member.
        for (var size = 1; size <= RequestLimits.All.Single(limit => limit.Call == RequestLimits.Workspaces).Most; size++)
        {
            if (Cursor.TryRead(cursor, list + "/" + size.ToString(CultureInfo.InvariantCulture), out var start))
            {
                page = (start, size);
                return true;
            }
        }

        page = default;
        return false;
    }

    private static Query Read(JsonElement body, ServiceBehavior behavior)
    {
        RequestLimits.Check(RequestLimits.Workspaces, body, behavior);
        var query = new Query(null, DefaultPageSize);
        var members = 0;
        foreach (var member in body.EnumerateObject())
        {
            members++;
            query = member.Name switch
            {
                "cursor" => query with { Cursor = BodyReader.Text(member) },
                "limit" => query with { Limit = BodyReader.Limit(member) },
                "query" or "sort" => query,
                _ => throw new InvalidQueryException("Unknown member: " + member.Name),
            };
        }

        return query.Cursor is not null && members > 1 ? throw new InvalidQueryException("A cursor excludes every other member.") : query;
    }

    private static IEnumerable<Row> Rows(OrganizationCall call)
    {
        // Only the first organization has sites.
        if (call.Organization != call.State.Organizations[0])
        {
            yield break;
        }

        foreach (var application in call.State.AllApplications)
        {
            var site = call.State.Sites[application.Site];
            var owner = application.KeyIn(call.State.Behavior.WorkspaceOwners);
            yield return new Row("ari:cloud:" + owner + "::site/" + site.CloudId, owner, application.Name, site.Title, site.Address)
            {
                Capacity = application.Key == "jira-product-discovery" ? null : application.Seats,
            };
        }

        var first = call.State.Site;
        var sandbox = Draw(call, 1);
        var jira = AtlassianApplication.KeyIn(call.State.Behavior.WorkspaceOwners, "jira-software");
        yield return new Row("ari:cloud:" + jira + "::site/" + sandbox, jira, "Jira", first.Title + "-sandbox", null) { Sandbox = "CHILD" };
        yield return new Row("ari:cloud:confluence::site/" + Draw(call, 2), "confluence", "Confluence", first.Title + "-old", null) { Status = "offline" };
        yield return new Row("ari:cloud:jira-admin::site/" + first.CloudId, "jira-admin", "Jira administration", first.Title, first.Address);
    }

    private static string Draw(OrganizationCall call, int number) => People.Draw.Guid(call.State.Seed, 1000 + number, People.Salt.CloudId);

    private static void Write(Utf8JsonWriter json, Row row)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("type"u8, "workspace");
        json.WriteStartObject("attributes"u8);
        json.WriteString("name"u8, row.Site);
        json.WriteString("typeKey"u8, row.TypeKey);
        json.WriteString("type"u8, row.Type);
        json.WriteString("owner"u8, (string?)null);
        json.WriteString("status"u8, row.Status);
        json.WriteStartArray("statusDetails"u8);
        json.WriteEndArray();
        json.WriteString("hostUrl"u8, row.Address?.ToString().TrimEnd('/') ?? "https://" + row.Site + ".atlassian.net");
        WriteNumber(json, "capacity", row.Capacity);
        WriteNumber(json, "usage", null);
        json.WriteStartObject("sandbox"u8);
        json.WriteString("type"u8, row.Sandbox);
        json.WriteEndObject();
        json.WriteString("createdAt"u8, "2024-03-01T09:00:00Z");
        json.WriteEndObject();
        json.WriteStartObject("relationships"u8);
        json.WriteStartArray("entitlement"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, "entitlement-" + row.TypeKey);
        json.WriteString("type"u8, "entitlement");
        json.WriteStartObject("attributes"u8);
        json.WriteString("plan"u8, "Standard");
        json.WriteString("planKey"u8, "standard");
        json.WriteString("key"u8, row.TypeKey);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private sealed record Query(string? Cursor, int Limit);

    private sealed record Row(string Id, string TypeKey, string Type, string Site, Uri? Address)
    {
        public int? Capacity { get; init; }

        public string Status { get; init; } = "online";

        public string Sandbox { get; init; } = "NONE";
    }
}
