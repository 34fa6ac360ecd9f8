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

/// <summary>One user with groups and application roles, and the user's groups by themselves.</summary>
internal static class OneUser
{
    public static Task AnswerAsync(JiraCall call) => WithUserAsync(call, person => Answer.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                JiraUserRow.For(call).WriteMembers(json, person, hidden: null);
                json.WriteString("timeZone"u8, person.TimeZone);
                WriteBelongings(json, call, person);
                json.WriteEndObject();
            }));

    public static Task AnswerGroupsAsync(JiraCall call) => WithUserAsync(call, person => Answer.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartArray();
                foreach (var group in GroupsOf(call, person))
                {
                    JiraGroups.Write(json, call, group);
                }

                json.WriteEndArray();
            }));

    /// <summary>Groups and application roles: their number always, themselves when they are asked for.</summary>
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
            .. call.State.Applications.Where(application => application.IsJira && groups.Any(group => SeatCounter.IsBillable(group, application.Key))),
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

    public static Task WithUserAsync(JiraCall call, Func<Person, Task> answer)
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
            ? answer(person)
            : call.RefuseAsync(StatusCodes.Status404NotFound, "Specified user does not exist or you do not have required permissions");
    }

    private static IReadOnlyList<AtlassianGroup> GroupsOf(JiraCall call, Person person) => [.. call.Groups.GroupsOf(person.Index).Where(JiraGroups.IsOnSite)];
}
