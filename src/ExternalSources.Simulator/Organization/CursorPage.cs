using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Faults;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>Pages of version 2 of the API, where <c>links.next</c> is a cursor, not a URL.</summary>
internal static class CursorPage
{
    public static void WriteLinks(Utf8JsonWriter json, HttpContext context, string? self, string? next)
    {
        next = Next(context, self, next);
        json.WriteStartObject("links");
        if (self is not null)
        {
            json.WriteString("self", self);
        }

        // The documents have no null: the last page has no member "next".
        if (next is not null)
        {
            json.WriteString("next", next);
        }

        json.WriteEndObject();
    }

    /// <summary>The cursor of the next page, or of this page when a fault repeats it.</summary>
    public static string? Next(HttpContext context, string? self, string? next) =>
        self is not null && context.Features.Get<Fault>()?.RepeatsCursor == true ? self : next;

    /// <summary>Reads the cursor and the page size from the query.</summary>
    public static bool TryReadQuery(HttpContext context, string sizeName, int most, string list, out int start, out int size, out Task refusal)
    {
        (start, size, refusal) = (0, most, Task.CompletedTask);
        string? cursor = context.Request.Query["cursor"];
        if (cursor is not null && !Cursor.TryRead(cursor, list, out start))
        {
            refusal = OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.InvalidCursor, "The cursor is not valid.");
            return false;
        }

        string? text = context.Request.Query[sizeName];
        if (text is not null && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 1))
        {
            refusal = OrganizationError.WriteAsync(
                context,
                StatusCodes.Status400BadRequest,
                OrganizationError.CodeOf(400),
                sizeName + " must be a positive number."
            );
            return false;
        }

        size = int.Min(size, most);
        return true;
    }
}
