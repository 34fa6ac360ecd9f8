using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary><c>group</c>: reads, creates, or deletes one group.</summary>
internal static class OneGroup
{
    private const int MostMembers = 50;

    public static Task RespondAsync(JiraCall call) => JiraGroups.WithGroupAsync(call, group => WriteAsync(call, group, StatusCodes.Status200OK));

    public static async Task CreateAsync(JiraCall call)
    {
        (var read, var name) = await JiraBody.ReadTextAsync(call, "name");
        if (!read)
        {
            return;
        }

        AtlassianGroup? created = null;
        lock (call.Groups.WriteLock)
        {
            if (!string.IsNullOrWhiteSpace(name) && call.Groups.FindByName(name) is null)
            {
                created = call.Groups.Create(name);
            }
        }

        await (
            created is not null
                ? WriteAsync(call, created, StatusCodes.Status201Created)
                : call.RefuseAsync(
                    StatusCodes.Status400BadRequest,
                    string.IsNullOrWhiteSpace(name) ? "The group name must be provided." : "A group or user with this name already exists."
                )
        );
    }

    public static Task DeleteAsync(JiraCall call) => JiraGroups.WithGroupAsync(call, group =>
        {
            if (group.ExternalSynced)
            {
                return call.RefuseAsync(
                    StatusCodes.Status400BadRequest,
                    "The group '" + group.Name + "' is managed by an identity provider. It can be deleted only there."
                );
            }

            call.Groups.Delete(group.Index);
            return Response.EmptyAsync(call.Context, StatusCodes.Status200OK);
        });

    public static Task WriteAsync(JiraCall call, AtlassianGroup group, int status) => Response.JsonAsync(call.Context, status, json =>
        {
            json.WriteStartObject();
            json.WriteString("name"u8, group.Name);
            json.WriteString("groupId"u8, group.Id);
            json.WriteString("self"u8, JiraGroups.SelfOf(call, group));
            WriteUsers(json, call, group);
            json.WriteString("expand"u8, "users"u8);
            json.WriteEndObject();
        });

    private static void WriteUsers(Utf8JsonWriter json, JiraCall call, AtlassianGroup group)
    {
        var rows = JiraUserRow.For(call);
        var members = call.Query("expand") == "users" ? call.Groups.Members(group.Index, 0, MemberView.ActiveOnSite).Take(MostMembers) : [];
        var shown = 0;
        json.WriteStartObject("users"u8);
        json.WriteNumber("size"u8, Response.Count(call.Context, call.Groups.MemberCount(group.Index, MemberView.ActiveOnSite)));
        json.WriteStartArray("items"u8);
        foreach (var member in members)
        {
            rows.WriteMember(json, member);
            shown++;
        }

        json.WriteEndArray();
        json.WriteNumber("max-results"u8, MostMembers);
        json.WriteNumber("start-index"u8, 0);
        json.WriteNumber("end-index"u8, int.Max(0, shown - 1));
        json.WriteEndObject();
    }
}
