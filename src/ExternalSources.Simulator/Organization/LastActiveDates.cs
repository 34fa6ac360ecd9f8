using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>The dates of a user's last activity in each application.</summary>
internal static class LastActiveDates
{
    private const string InvalidCursor = "ADMIN-400-4";

    public static Task RespondAsync(OrganizationCall call) =>
        // There is one page.
        call.Context.Request.Query.ContainsKey("cursor")
            ? OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, InvalidCursor, "The cursor is not valid.")
            : RespondToUserAsync(call);

    private static Task RespondToUserAsync(OrganizationCall call) =>
        UserSearch.WithUserAsync(call, person => Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("data"u8);
                json.WriteStartArray("product_access"u8);
                var grants = UserRoles.Grants(call, person.Index, People.PersonTraits.Of(person));
                foreach (var application in call.State.AllApplications)
                {
                    if (call.Key.ShowsActivity && UserRoles.Include(grants, application) && person.LastActiveDaysAgo(application) is { } days)
                    {
                        json.WriteStartObject();
                        json.WriteString("id"u8, application.ResourceId);
                        json.WriteString("key"u8, application.KeyIn(call.State.Behavior.ProductKeys));
                        JsonDates.WriteDay(json, "last_active"u8, call.State.StartedAt, days);
                        JsonDates.Write(json, "last_active_timestamp"u8, call.State.StartedAt, days);
                        json.WriteEndObject();
                    }
                }

                json.WriteEndArray();
                JsonDates.WriteDay(json, "added_to_org"u8, call.State.StartedAt, person.JoinedDaysAgo);
                JsonDates.Write(json, "added_to_org_timestamp"u8, call.State.StartedAt, person.JoinedDaysAgo);
                json.WriteEndObject();
                json.WriteStartObject("links"u8);
                json.WriteEndObject();
                json.WriteEndObject();
            }));
}
