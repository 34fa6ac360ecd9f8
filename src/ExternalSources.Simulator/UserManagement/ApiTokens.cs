using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.UserManagement;

/// <summary>The API tokens of accounts. They follow from the number of the person until they are revoked. Every third account has none.</summary>
internal static class ApiTokens
{
    private const int Most = 4;

    public static Task ListAsync(HttpContext context, SimulatorState state, AtlassianOrganization organization, Person person) =>
        Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var id in Of(state, person))
            {
                json.WriteStartObject();
                json.WriteString("id", id);
                json.WriteString("label", "token " + id[(id.LastIndexOf('-') + 1)..]);
                json.WriteString("createdAt", state.StartedAt.AddDays(-50).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteString("lastAccess", state.StartedAt.AddDays(-3).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    public static Task RevokeAsync(HttpContext context, SimulatorState state, AtlassianOrganization organization, Person person)
    {
        var id = (string)context.GetRouteValue("tokenId")!;
        if (!Of(state, person).Contains(id) || !state.RevokedTokens.TryAdd(id, true))
        {
            return ManagementError.WriteAsync(context, StatusCodes.Status404NotFound, "notFound");
        }

        state.Writes.Note("revoke-token", person.AccountId, id);
        return Response.EmptyAsync(context, StatusCodes.Status204NoContent);
    }

    /// <summary>The tokens of an account that are not revoked.</summary>
    public static IEnumerable<string> Of(SimulatorState state, Person person) =>
        person.Kind != AccountKind.Person
            ? []
            : Enumerable
                .Range(1, person.Index % 3 == 0 ? 0 : (person.Index % Most) + 1)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"token-{person.Index}-{number}"))
                .Where(id => !state.RevokedTokens.ContainsKey(id));
}
