using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>Reads request bodies as strictly as the organization API, with its errors.</summary>
internal static class BodyReader
{
    /// <summary>Reads the body. Returns null after it refuses the body. An empty body is an empty query.</summary>
    /// <param name="context">The request.</param>
    /// <param name="empty">The query of an empty body.</param>
    /// <param name="read">Reads the body.</param>
    public static async Task<T?> ReadAsync<T>(HttpContext context, T empty, Func<JsonElement, T> read)
        where T : class
    {
        var body = await RequestBody.ReadAsync(context);
        if (body.Length == 0)
        {
            return empty;
        }

        if (!context.Request.HasJsonContentType())
        {
            await OrganizationError.WriteAsync(
                context,
                StatusCodes.Status415UnsupportedMediaType,
                OrganizationError.CodeOf(415),
                "The content type must be application/json."
            );
            return null;
        }

        var problem = "The body must be a JSON object.";
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return read(document.RootElement);
            }
        }
        catch (JsonException)
        {
            problem = "The body is not valid JSON.";
        }
        catch (InvalidQueryException exception)
        {
            problem = exception.Message;
        }

        await OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.InvalidBody, problem);
        return null;
    }

    public static string Text(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw new InvalidQueryException(member.Name + " must be text.");

    public static bool Boolean(JsonProperty member) =>
        member.Value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new InvalidQueryException(member.Name + " must be true or false."),
        };

    public static List<string> Texts(JsonProperty member) => [.. Items(member, JsonValueKind.String).Select(value => value.GetString()!)];

    public static IEnumerable<JsonElement> Items(JsonProperty member, JsonValueKind kind) =>
        member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(value => value.ValueKind == kind)
            ? member.Value.EnumerateArray()
            : throw new InvalidQueryException(member.Name + " must be an array of " + (kind == JsonValueKind.String ? "texts." : "objects."));

    public static int Limit(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var limit) && limit > 0
            ? limit
            : throw new InvalidQueryException("limit must be a positive number.");

    public static string OneOf(string name, string value, string[] known) =>
        Array.IndexOf(known, value) >= 0 ? value : throw new InvalidQueryException(name + " has an unknown value: " + value);
}

/// <summary>The service refuses a query.</summary>
internal sealed class InvalidQueryException(string message) : Exception(message);
