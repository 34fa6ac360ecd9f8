using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.Jira;

/// <summary><c>applicationrole</c>: the groups that grant each application, and the licences in use.</summary>
internal static class ApplicationRoles
{
    public static Task RespondAsync(JiraCall call) => Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var application in call.State.ApplicationsOf(call.Site).Where(application => application.IsJira))
            {
                Write(json, call, application);
            }

            json.WriteEndArray();
        });

    public static Task RespondOneAsync(JiraCall call)
    {
        var key = (string)call.Context.GetRouteValue("key")!;
        return call.State.FindApplication(key, call.Site.Index) is { IsJira: true } application
            ? Response.JsonAsync(call.Context, StatusCodes.Status200OK, json => Write(json, call, application))
            : call.RefuseAsync(StatusCodes.Status404NotFound, "No application role with key '" + key + "' exists.");
    }

    private static void Write(Utf8JsonWriter json, JiraCall call, AtlassianApplication application)
    {
        List<AtlassianGroup> groups = [.. JiraGroups.All(call).Where(group => SeatCounter.IsBillable(group, application))];
        var taken = call.State.Organizations[0].SeatsTaken.Taken(application);
        json.WriteStartObject();
        json.WriteString("key"u8, application.Key);
        WriteNames(json, "groups", groups);
        json.WriteStartArray("groupDetails"u8);
        groups.ForEach(group => JiraGroups.Write(json, call, group));
        json.WriteEndArray();
        json.WriteString("name"u8, application.Name);
        WriteNames(json, "defaultGroups", groups.Take(1));
        json.WriteStartArray("defaultGroupsDetails"u8);
        groups.Take(1).ToList().ForEach(group => JiraGroups.Write(json, call, group));
        json.WriteEndArray();
        json.WriteBoolean("selectedByDefault"u8, application.Key == "jira-software");
        json.WriteBoolean("defined"u8, true);
        json.WriteNumber("numberOfSeats"u8, application.Seats);
        json.WriteNumber("remainingSeats"u8, int.Max(0, application.Seats - taken));
        json.WriteNumber("userCount"u8, taken);
        json.WriteString("userCountDescription"u8, taken == 1 ? "1 user" : taken + " users");
        json.WriteBoolean("hasUnlimitedSeats"u8, false);
        json.WriteBoolean("platform"u8, false);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<AtlassianGroup> groups)
    {
        json.WriteStartArray(name);
        foreach (var group in groups)
        {
            json.WriteStringValue(group.Name);
        }

        json.WriteEndArray();
    }
}
