using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary><c>/admin/v1/orgs</c>: pages that link to the next by URL.</summary>
internal static class OrganizationList
{
    private const string List = "orgs";
    private const int PageSize = 50;

    public static Task RespondAsync(HttpContext context, SimulatorState state)
    {
        var start = 0;
        string? cursor = context.Request.Query["cursor"];
        if (cursor is not null && !Cursor.TryRead(cursor, List, out start))
        {
            return OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.InvalidCursor, "The cursor is not valid.");
        }

        var key = Caller.Of(context).OrganizationKey!;

        // The service lists no organization for a scoped key, but the key can read an organization by id.
        List<AtlassianOrganization> visible = key.Scoped ? [] : [.. state.Organizations.Where(key.Sees).Skip(start).Take(PageSize + 1)];
        var root = Root(context);
        return Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var organization in visible.Take(PageSize))
            {
                WriteOrganization(json, organization, root);
            }

            json.WriteEndArray();
            json.WriteStartObject("links");
            json.WriteString("self", root + "/admin/v1/orgs");
            if (visible.Count > PageSize)
            {
                json.WriteString("next", root + "/admin/v1/orgs?cursor=" + Cursor.Create(start + PageSize, List));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    public static Task RespondOneAsync(OrganizationCall call) => Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("data");
            WriteOrganization(json, call.Organization, Root(call.Context));
            json.WriteEndObject();
        });

    private static string Root(HttpContext context) => context.Request.Scheme + "://" + context.Request.Host;

    private static void WriteOrganization(Utf8JsonWriter json, AtlassianOrganization organization, string root)
    {
        var self = root + "/admin/v1/orgs/" + organization.Id;
        json.WriteStartObject();
        json.WriteString("id", organization.Id);
        json.WriteString("type", "orgs");
        json.WriteStartObject("attributes");
        json.WriteString("name", organization.Name);
        json.WriteEndObject();
        json.WriteStartObject("relationships");
        foreach (var related in (string[])["domains", "users"])
        {
            json.WriteStartObject(related);
            json.WriteStartObject("links");
            json.WriteString("related", self + "/" + related);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("links");
        json.WriteString("self", self);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
