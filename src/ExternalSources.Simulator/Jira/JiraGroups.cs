using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>The groups of the site, which are those of the organization's first directory.</summary>
internal static class JiraGroups
{
    public static bool IsOnSite(AtlassianGroup group) => group.Directory == 0;

    public static IEnumerable<AtlassianGroup> All(JiraCall call) => call.Groups.All.Where(IsOnSite);

    public static AtlassianGroup? Find(JiraCall call, string id) => call.Groups.Find(id) is { Directory: 0 } group ? group : null;

    public static AtlassianGroup? FindByName(JiraCall call, string name) => call.Groups.FindByName(name) is { Directory: 0 } group ? group : null;

    /// <summary>Finds the group in the query, by id or by name.</summary>
    public static Task WithGroupAsync(JiraCall call, Func<AtlassianGroup, Task> respond)
    {
        string? id = call.Query("groupId"),
            name = call.Query("groupname");
        if (id is null == name is null)
        {
            return call.RefuseAsync(StatusCodes.Status400BadRequest, "Exactly one of the query parameters 'groupname' and 'groupId' must be provided.");
        }

        if ((id is not null ? Find(call, id) : FindByName(call, name!)) is { } group)
        {
            return respond(group);
        }

        return call.RefuseAsync(
            StatusCodes.Status404NotFound,
            id is not null ? "The group with id '" + id + "' does not exist." : "The group named '" + name + "' does not exist."
        );
    }

    public static void Write(Utf8JsonWriter json, JiraCall call, AtlassianGroup group)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, group.Name);
        json.WriteString("groupId"u8, group.Id);
        json.WriteString("self"u8, SelfOf(call, group));
        json.WriteEndObject();
    }

    public static string SelfOf(JiraCall call, AtlassianGroup group) => call.Root + "/rest/api/3/group?groupId=" + group.Id;
}
