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

/// <summary>The API keys of the organization, with their dates. The list does not show which key is the caller's.</summary>
internal static class KeyList
{
    private const int PageSize = 100;

    public static Task RespondAsync(OrganizationCall call)
    {
        var context = call.Context;
        if (!call.Key.CanReadKeys)
        {
            return OrganizationError.WriteAsync(
                context,
                StatusCodes.Status403Forbidden,
                OrganizationError.CodeOf(403),
                "The key lacks the scope read:keys:admin."
            );
        }

        // Observed: the service fails on unknown query parameters.
        if (context.Request.Query.Keys.Any(name => name is not ("cursor" or "pageSize")))
        {
            return OrganizationError.WriteAsync(context, StatusCodes.Status500InternalServerError, OrganizationError.CodeOf(500), "Internal server error.");
        }

        var list = "api-keys/" + call.Organization.Id;
        if (!CursorPage.TryReadQuery(context, "pageSize", PageSize, list, out var start, out var size, out var refusal))
        {
            return refusal;
        }

        List<OrganizationKey> rest = [.. call.State.OrganizationKeys.Where(key => key.Sees(call.Organization)).Skip(start).Take(size + 1)];
        return Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var key in rest.Take(size))
            {
                WriteKey(json, key, call);
            }

            json.WriteEndArray();
            CursorPage.WriteLinks(json, context, context.Request.Query["cursor"], rest.Count > size ? Cursor.Create(start + size, list) : null);
            json.WriteEndObject();
        });
    }

    private static void WriteKey(Utf8JsonWriter json, OrganizationKey key, OrganizationCall call)
    {
        // The list has no mark for a revoked key, and none for the key of the caller.
        json.WriteStartObject();
        json.WriteString("id", key.Id);
        json.WriteString("label", key.Label);
        json.WriteString("createdAt", Text(key.CreatedAt));
        WriteDate(json, "expiresAt", key.ExpiresAt);
        WriteDate(json, "lastActiveAt", key.LastActiveAt);
        json.WriteStartObject("createdBy");
        json.WriteString("id", call.Organization.People[0].AccountId);
        json.WriteString("name", call.Organization.People[0].Name);
        json.WriteEndObject();
        json.WriteStartArray("scopes");
        foreach (var scope in key.Scoped ? key.Scopes ?? OrganizationScopes.All : [])
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDate(Utf8JsonWriter json, string name, DateTimeOffset? date)
    {
        if (date is not null)
        {
            json.WriteString(name, Text(date));
        }
    }

    private static string? Text(DateTimeOffset? date) => date?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
