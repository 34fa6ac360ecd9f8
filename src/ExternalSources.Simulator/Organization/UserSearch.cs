using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.Organization;

/// <summary>Users of a directory: search, count, one.</summary>
internal static class UserSearch
{
    public static async Task AnswerAsync(OrganizationCall call)
    {
        HttpContext context = call.Context;
        byte[] body = await RequestBody.ReadAsync(context);
        if (body.Length > 0 && !context.Request.HasJsonContentType())
        {
            await OrganizationError.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, OrganizationError.CodeOf(415), "The content type must be application/json.");
            return;
        }

        var query = new UserQuery();
        string problem = "";
        if (body.Length > 0 && !UserQueryReader.TryRead(body, out query, out problem))
        {
            await OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.InvalidBody, problem);
            return;
        }

        int start = 0;
        string list = string.Concat("users/", call.Organization.Id, "/", (string)context.GetRouteValue("directoryId")!, "?", query!.List);
        if (query.Cursor is not null && !Cursor.TryRead(query.Cursor, list, out start))
        {
            await OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.InvalidCursor, "The cursor is not valid.");
            return;
        }

        List<Person> page = Find(call, query.Filter, start).Take(query.Limit + 1).ToList();
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (Person person in page.Take(query.Limit))
            {
                UserRow.Write(json, person, call, query.Expand);
            }

            json.WriteEndArray();
            CursorPage.WriteLinks(json, query.Cursor, page.Count > query.Limit ? Cursor.Create(page[query.Limit].Index, list) : null);
            json.WriteEndObject();
        });
    }

    public static Task AnswerCountAsync(OrganizationCall call)
    {
        if (!UserQueryReader.TryRead(call.Context.Request.Query, out UserFilter? filter, out string problem))
        {
            return OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, OrganizationError.CodeOf(400), problem);
        }

        int count = filter.IsEmpty ? call.Organization.People.Count : Find(call, filter, 0).Count();
        return Answer.JsonAsync(call.Context, StatusCodes.Status200OK, count, static (json, count) =>
        {
            json.WriteStartObject();
            json.WriteNumber("count", count);
            json.WriteEndObject();
        });
    }

    public static Task AnswerOneAsync(OrganizationCall call)
    {
        if (call.Organization.People.Find((string)call.Context.GetRouteValue("accountId")!) is not { } person)
        {
            return OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, OrganizationError.NoUser, "The user was not found.");
        }

        return Answer.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("data");
            UserRow.Write(json, person, call, []);
            json.WriteEndObject();
        });
    }

    private static IEnumerable<Person> Find(OrganizationCall call, UserFilter filter, int start) =>
        filter.Candidates(call.Organization, start)
            .Select(index => call.Organization.People[index])
            .Where(person => filter.Matches(person, call.Organization));
}
