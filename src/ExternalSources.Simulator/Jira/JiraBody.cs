using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Reads the request bodies of Jira's group calls.</summary>
internal static class JiraBody
{
    /// <summary>Reads one text member of the body. Read is false after it refuses the body.</summary>
    public static async Task<(bool Read, string? Text)> ReadTextAsync(JiraCall call, string member)
    {
        var body = await RequestBody.ReadAsync(call.Context);
        if (!call.Context.Request.HasJsonContentType())
        {
            await call.RefuseAsync(StatusCodes.Status415UnsupportedMediaType, "Unsupported Media Type");
            return (false, null);
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                var found =
                    document.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0;
                return (true, found ? value.GetString() : null);
            }
        }
        catch (JsonException)
        {
            // Refused below, like any other invalid body.
        }

        await call.RefuseAsync(StatusCodes.Status400BadRequest, "Invalid request payload. Refer to the REST API documentation and try again.");
        return (false, null);
    }
}
