using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>Searches and counts the users of a directory, and returns one user.</summary>
internal static class UserSearch
{
    public static async Task RespondAsync(OrganizationCall call)
    {
        var context = call.Context;
        if (await BodyReader.ReadAsync(context, new UserQuery(), body => UserQueryReader.Read(body, call.State.Behavior)) is not { } query)
        {
            return;
        }

        var start = 0;
        var list = string.Concat("users/", call.Organization.Id, "/", call.RouteValue("directoryId"), "?", query.List);
        if (query.Cursor is not null && !Cursor.TryRead(query.Cursor, list, out start))
        {
            await OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.InvalidCursor, "The cursor is not valid.");
            return;
        }

        var matcher = new UserMatcher(call, query.Filter);
        var found = query.Descending is { } descending ? SortedUsers.From(call.Organization, matcher, list, descending, start) : matcher.From(start);
        var limit = int.Min(query.Limit, call.State.OrganizationPageCap);
        await Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            int rows = 0,
                next = start;
            var more = false;
            foreach ((var person, var place) in found)
            {
                if (rows == limit)
                {
                    more = true;
                    break;
                }

                UserRow.Write(json, call.Organization.People[person], call, query.Expand);
                next = place;
                rows++;
            }

            json.WriteEndArray();
            CursorPage.WriteLinks(json, context, query.Cursor, more ? Cursor.Create(next, list) : null);
            json.WriteEndObject();
        });
    }

    public static Task RespondCountAsync(OrganizationCall call)
    {
        if (!UserQueryReader.TryRead(call.Context.Request.Query, call.State.Behavior, out var filter, out var problem))
        {
            return OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, OrganizationError.CodeOf(400), problem);
        }

        if (call.State.Behavior.UserCount == UserCountForm.Gone)
        {
            return OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, OrganizationError.CodeOf(404), "Not found.");
        }

        var matcher = new UserMatcher(call, filter);
        var count = matcher.IsOpen
            ? call.Organization.People.Count
            : call.Organization.Counts.Of(call.RouteValue("directoryId") + call.Context.Request.QueryString, () => matcher.From(0).Count());
        count += call.State.Behavior.UserCount == UserCountForm.IncludesOutsiders && filter.IncludesOutsiders ? call.State.Behavior.OutsideAccounts : 0;
        return Response.JsonAsync(call.Context, StatusCodes.Status200OK, Response.Count(call.Context, count), static (json, count) =>
        {
            json.WriteStartObject();
            json.WriteNumber("count", count);
            json.WriteEndObject();
        });
    }

    public static Task RespondOneAsync(OrganizationCall call) => WithUserAsync(call, person => Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WritePropertyName("data");
                UserRow.Write(json, person, call, UserExpansions.None);
                json.WriteEndObject();
            }));

    /// <summary>Finds the user in the path, in the directory in the path.</summary>
    public static Task WithUserAsync(OrganizationCall call, System.Func<Person, Task> respond) =>
        call.Organization.People.Find(call.RouteValue("accountId")) is { } person
        && (call.Directory is not { } directory || call.Organization.IsInDirectory(person.Index, directory))
            ? respond(person)
            : OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, OrganizationError.NoUser, "The user was not found.");
}
