using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>One user with groups and application roles, and the list of the user's groups.</summary>
internal static class OneUser
{
    public static Task RespondAsync(JiraCall call) => WithUserAsync(call, person => Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                JiraUserRow.For(call).WriteMembers(json, person, hidden: null);
                json.WriteString("timeZone"u8, person.TimeZone);
                WriteBelongings(json, call, person);
                json.WriteEndObject();
            }));

    public static Task RespondGroupsAsync(JiraCall call) => WithUserAsync(call, person => Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartArray();
                foreach (var group in GroupsOf(call, person))
                {
                    JiraGroups.Write(json, call, group);
                }

                json.WriteEndArray();
            }));

    /// <summary>Groups and application roles: always their number, and their items when the query expands them.</summary>
    public static void WriteBelongings(Utf8JsonWriter json, JiraCall call, Person person)
    {
        var expand = call.Query("expand")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        var groups = GroupsOf(call, person);
        json.WriteStartObject("groups"u8);
        json.WriteNumber("size"u8, groups.Count);
        json.WriteStartArray("items"u8);
        foreach (var group in expand.Contains("groups") ? groups : [])
        {
            JiraGroups.Write(json, call, group);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        List<AtlassianApplication> applications =
        [
            .. call.State.ApplicationsOf(call.Site).Where(application => application.IsJira && groups.Any(group => SeatCounter.IsBillable(group, application))),
        ];
        json.WriteStartObject("applicationRoles"u8);
        json.WriteNumber("size"u8, applications.Count);
        json.WriteStartArray("items"u8);
        foreach (var application in expand.Contains("applicationRoles") ? applications : [])
        {
            json.WriteStartObject();
            json.WriteString("key"u8, application.Key);
            json.WriteString("name"u8, application.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("expand"u8, "groups,applicationRoles"u8);
    }

    /// <summary>Removes the user from the site. The account stays in the organization.</summary>
    public static Task RemoveAsync(JiraCall call) => WithUserAsync(call, person =>
        {
            if (!call.People.DeleteFromSite(person.Index))
            {
                return call.RefuseAsync(StatusCodes.Status404NotFound, "Specified user does not exist or you do not have required permissions");
            }

            call.State.Writes.Note("remove-from-site", person.AccountId);
            return Response.EmptyAsync(call.Context, StatusCodes.Status204NoContent);
        });

    public static Task WithUserAsync(JiraCall call, Func<Person, Task> respond)
    {
        if (!UserLists.MayBrowse(call))
        {
            return call.ForbidAsync("You do not have permission to browse users.");
        }

        if (call.Query("accountId") is not { } accountId)
        {
            return call.RefuseAsync(StatusCodes.Status400BadRequest, "The 'accountId' query parameter is required.");
        }

        return call.People.Find(accountId) is { } person && call.People.IsOnSite(person.Index)
            ? respond(person)
            : call.RefuseAsync(StatusCodes.Status404NotFound, "Specified user does not exist or you do not have required permissions");
    }

    private static IReadOnlyList<AtlassianGroup> GroupsOf(JiraCall call, Person person) => [.. call.Groups.GroupsOf(person.Index).Where(JiraGroups.IsOnSite)];
}
