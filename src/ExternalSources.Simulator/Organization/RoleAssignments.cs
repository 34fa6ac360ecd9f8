using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>The roles of a group or a user, by resource.</summary>
internal static class RoleAssignments
{
    private const int DefaultPageSize = 20;

    private static readonly string[] Parameters = ["cursor", "limit", "directoryIds", "resourceOwners", "resourceIds", "roleIds"];

    public static Task RespondGroupAsync(OrganizationCall call) =>
        GroupSearch.WithGroupAsync(call, group =>
            WriteAsync(call, "group-roles/" + group.Id, [.. group.Grants.Select(grant => new HeldRole(grant, group.Directory, "group_direct"))], (json, rows) =>
            {
                string[] roles = [.. rows.Select(held => held.Grant.Role).Distinct()];
                json.WriteString("defaultRole"u8, roles.Contains("atlassian/user") ? "atlassian/user" : null);
                WriteTexts(json, "roles", roles);
            })
        );

    public static Task RespondUserAsync(OrganizationCall call) =>
        UserSearch.WithUserAsync(call, person =>
            WriteAsync(
                call,
                "user-roles/" + person.AccountId,
                [.. UserRoles.Held(call, person).Where(held => call.Directory is null || held.Directory == call.Directory)],
                (json, rows) => WriteHeld(json, call, person, rows)
            )
        );

    private static void WriteHeld(Utf8JsonWriter json, OrganizationCall call, Person person, IReadOnlyList<HeldRole> rows)
    {
        json.WriteString("directoryId"u8, call.Organization.Directories[rows[0].Directory].Id);
        json.WriteString(
            "userDirectoryStatus"u8,
            person.StateIn(rows[0].Directory) switch
            {
                MembershipState.Active => "active",
                MembershipState.Suspended => "suspended",
                _ => "no_membership",
            }
        );
        json.WriteStartArray("roleAssignments"u8);
        foreach (var role in rows.GroupBy(held => held.Grant.Role))
        {
            json.WriteStartObject();
            json.WriteString("role"u8, role.Key);
            WriteTexts(json, "roleAssignmentMethods", role.Select(held => held.Method).Distinct());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "roles", rows.Select(held => held.Grant.Role).Distinct());
    }

    private static Task WriteAsync(OrganizationCall call, string list, IReadOnlyList<HeldRole> held, Action<Utf8JsonWriter, IReadOnlyList<HeldRole>> writeRoles)
    {
        var context = call.Context;
        try
        {
            if (context.Request.Query.Keys.FirstOrDefault(name => !Parameters.Contains(name)) is { } unknown)
            {
                throw new InvalidQueryException("Unknown parameter: " + unknown);
            }

            RequestLimits.Check(RequestLimits.RoleAssignments, context.Request.Query, call.State.Behavior);
        }
        catch (InvalidQueryException exception)
        {
            return OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.CodeOf(400), exception.Message);
        }

        if (!CursorPage.TryReadQuery(context, "limit", int.MaxValue, list, out var start, out var size, out var refusal))
        {
            return refusal;
        }

        size = int.Min(context.Request.Query.ContainsKey("limit") ? size : DefaultPageSize, call.State.OrganizationPageCap);
        List<List<HeldRole>> rest =
        [
            .. held.Where(role => Matches(call, role))
                .GroupBy(role => (role.Grant.Application, role.Grant.Site, role.Directory))
                .Select(row => row.ToList())
                .Skip(start)
                .Take(size + 1),
        ];
        return Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var row in rest.Take(size))
            {
                json.WriteStartObject();
                json.WriteString("resourceId"u8, call.State.ResourceOf(row[0].Grant));
                json.WriteString("resourceOwner"u8, row[0].Grant.Application);
                writeRoles(json, row);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            CursorPage.WriteLinks(json, context, context.Request.Query["cursor"], rest.Count > size ? Cursor.Create(start + size, list) : null);
            json.WriteEndObject();
        });
    }

    private static bool Matches(OrganizationCall call, HeldRole held) =>
        Among(call, "directoryIds", call.Organization.Directories[held.Directory].Id)
        && Among(call, "resourceOwners", held.Grant.Application)
        && Among(call, "resourceIds", call.State.ResourceOf(held.Grant))
        && Among(call, "roleIds", held.Grant.Role);

    private static bool Among(OrganizationCall call, string parameter, string value) =>
        !call.Context.Request.Query.ContainsKey(parameter) || RequestLimits.Values(call.Context.Request.Query, parameter).Contains(value);

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
