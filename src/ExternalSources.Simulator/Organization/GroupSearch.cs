using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>Searches the groups of a directory, and returns one group.</summary>
internal static class GroupSearch
{
    public static async Task RespondAsync(OrganizationCall call)
    {
        var context = call.Context;
        if (await BodyReader.ReadAsync(context, new GroupQuery(), body => GroupQuery.Read(body, call.State.Behavior)) is not { } query)
        {
            return;
        }

        var start = 0;
        var list = string.Concat("groups/", call.Organization.Id, "/", call.RouteValue("directoryId"), "?", query.List);
        if (query.Cursor is not null && !Cursor.TryRead(query.Cursor, list, out start))
        {
            await OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.InvalidCursor, "The cursor is not valid.");
            return;
        }

        var limit = int.Min(query.Limit, call.State.OrganizationPageCap);
        List<AtlassianGroup> page = [.. Find(call, query, start).Take(limit + 1)];
        await Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var group in page.Take(limit))
            {
                Write(json, call, group, query);
            }

            json.WriteEndArray();
            CursorPage.WriteLinks(json, context, query.Cursor, page.Count > limit ? Cursor.Create(page[limit].Index, list) : null);
            json.WriteEndObject();
        });
    }

    public static Task RespondOneAsync(OrganizationCall call) => WithGroupAsync(call, group => Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WritePropertyName("data"u8);
                Write(json, call, group, new GroupQuery { CountsUsers = true, CountsResources = true });
                json.WriteEndObject();
            }));

    /// <summary>Finds the group in the path, in the directory in the path.</summary>
    public static Task WithGroupAsync(OrganizationCall call, Func<AtlassianGroup, Task> respond) =>
        call.Organization.Groups.Find(call.RouteValue("groupId")) is { } group && (call.Directory ?? group.Directory) == group.Directory
            ? respond(group)
            : OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, OrganizationError.NoGroup, "The group was not found.");

    private static IEnumerable<AtlassianGroup> Find(OrganizationCall call, GroupQuery query, int start)
    {
        var groups = call.Organization.Groups;
        var people = query.AccountIds?.Select(call.Organization.People.Find).OfType<Person>().ToArray();
        var candidates =
            query.GroupIds is not null ? query.GroupIds.Select(groups.Find).OfType<AtlassianGroup>()
            : query.GroupNames is not null ? query.GroupNames.Select(groups.FindByName).OfType<AtlassianGroup>()
            : people is not null ? people.SelectMany(person => groups.GroupsOf(person.Index))
            : Enumerable.Range(start, int.Max(0, groups.Limit - start)).Where(groups.Exists).Select(index => groups[index]);
        return candidates
            .Where(group => group.Index >= start && Matches(call, query, group, people))
            .DistinctBy(group => group.Index)
            .OrderBy(group => group.Index);
    }

    private static bool Matches(OrganizationCall call, GroupQuery query, AtlassianGroup group, Person[]? people) =>
        (call.Directory ?? group.Directory) == group.Directory
        && (query.DirectoryIds is null || query.DirectoryIds.Any(id => call.Organization.NumberOfDirectory(id) == group.Directory))
        && (query.SearchTerm is null || group.Name.Contains(query.SearchTerm, StringComparison.OrdinalIgnoreCase))
        && (query.RoleIds is null || group.Grants.Any(grant => query.RoleIds.Contains(grant.Role)))
        && (query.ResourceOwners is null || query.ResourceOwners.Any(group.GrantsApplication))
        && (query.ResourceIds is null || group.Grants.Any(grant => query.ResourceIds.Contains(call.State.ResourceOf(grant))))
        && (people is null || people.Any(person => call.Organization.Groups.IsMember(group.Index, person.Index)));

    private static void Write(Utf8JsonWriter json, OrganizationCall call, AtlassianGroup group, GroupQuery query)
    {
        var directory = call.Organization.Directories[group.Directory].Id;
        json.WriteStartObject();
        json.WriteString("id"u8, group.Id);
        json.WriteString("name"u8, group.Name);
        json.WriteString("description"u8, group.Description);
        json.WriteString("directoryId"u8, directory);
        json.WriteStartObject("managementAccess"u8);
        json.WriteBoolean("readable"u8, true);
        json.WriteBoolean("modifiable"u8, !group.ExternalSynced);
        json.WriteBoolean("deletable"u8, !group.ExternalSynced);
        json.WriteEndObject();
        json.WriteBoolean("externalSynced"u8, group.ExternalSynced);
        json.WriteString("managedBy"u8, group.ManagedBy);
        if (query.CountsUsers || query.CountsResources)
        {
            json.WriteStartObject("counts"u8);
            if (query.CountsUsers)
            {
                json.WriteNumber("users"u8, Response.Count(call.Context, call.Organization.Groups.MemberCount(group.Index)));
            }

            if (query.CountsResources)
            {
                json.WriteNumber("resources"u8, group.Grants.Select(grant => (grant.Application, grant.Site)).Distinct().Count());
            }

            json.WriteEndObject();
        }

        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, string.Concat("/admin/v2/orgs/", call.Organization.Id, "/directories/", directory) + "/groups/" + group.Id);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
