using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>The roles of a group or a user, by application.</summary>
internal static class RoleAssignments
{
    private const int PageSize = 50;

    public static Task RespondGroupAsync(OrganizationCall call) =>
        GroupSearch.WithGroupAsync(call, group => WriteAsync(call, "group-roles/" + group.Id, group.Grants));

    public static Task RespondUserAsync(OrganizationCall call) =>
        UserSearch.WithUserAsync(call, person =>
            WriteAsync(call, "user-roles/" + person.AccountId, UserRoles.Grants(call, person.Index, People.PersonTraits.Of(person)))
        );

    private static Task WriteAsync(OrganizationCall call, string list, IReadOnlyList<RoleGrant> grants)
    {
        var context = call.Context;
        if (!CursorPage.TryReadQuery(context, "limit", int.Min(PageSize, call.State.OrganizationPageCap), list, out var start, out var size, out var refusal))
        {
            return refusal;
        }

        List<IGrouping<string, RoleGrant>> rest = [.. grants.GroupBy(grant => grant.Application).Skip(start).Take(size + 1)];
        return Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var application in rest.Take(size))
            {
                json.WriteStartObject();
                json.WriteString("resourceId"u8, call.State.FindApplication(application.Key)!.ResourceId);
                json.WriteString("resourceOwner"u8, application.Key);
                json.WriteString("defaultRole"u8, application.Any(grant => grant.Role == "atlassian/user") ? "atlassian/user" : null);
                json.WriteStartArray("roles"u8);
                foreach (var grant in application)
                {
                    json.WriteStringValue(grant.Role);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            CursorPage.WriteLinks(json, context, context.Request.Query["cursor"], rest.Count > size ? Cursor.Create(start + size, list) : null);
            json.WriteEndObject();
        });
    }
}
