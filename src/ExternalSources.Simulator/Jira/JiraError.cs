using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Jira's errors, in their three formats.</summary>
internal static class JiraError
{
    private const string Unauthenticated = "Client must be authenticated to access this resource.";

    /// <summary>The usual format: <c>{"errorMessages": [...], "errors": {}}</c>.</summary>
    public static Task WriteAsync(HttpContext context, int status, string message) =>
        status == StatusCodes.Status401Unauthorized
            ? WriteUnauthenticatedAsync(context, message)
            : Response.JsonAsync(context, status, message, static (json, message) =>
            {
                json.WriteStartObject();
                json.WriteStartArray("errorMessages");
                json.WriteStringValue(message);
                json.WriteEndArray();
                json.WriteStartObject("errors");
                json.WriteEndObject();
                json.WriteEndObject();
            });

    /// <summary>The format for wrong credentials: plain text.</summary>
    public static Task WriteUnauthenticatedAsync(HttpContext context, string? message = null)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"Jira\"";
        AddLoginReason(context);
        var text = message is null or "Unauthorized" ? Unauthenticated : message;
        return Response.TextAsync(context, StatusCodes.Status401Unauthorized, Response.Text, text);
    }

    /// <summary>Adds the header that says that the log-in failed.</summary>
    public static void AddLoginReason(HttpContext context) => context.Response.Headers["X-Seraph-Loginreason"] = "AUTHENTICATED_FAILED";

    /// <summary>The error for a call without the required credentials.</summary>
    public static Task WriteAnonymousAsync(HttpContext context) => WriteStatusAsync(context, StatusCodes.Status401Unauthorized, Unauthenticated);

    /// <summary>The error of the REST layer for an unknown resource, as from a Data Center for version 3.</summary>
    public static Task WriteNoSuchResourceAsync(HttpContext context) =>
        WriteStatusAsync(
            context,
            StatusCodes.Status404NotFound,
            "null for uri: " + context.Request.Scheme + "://" + context.Request.Host + context.Request.Path
        );

    private static Task WriteStatusAsync(HttpContext context, int status, string message) =>
        Response.JsonAsync(context, status, (status, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("message", error.message);
            json.WriteNumber("status-code", error.status);
            json.WriteEndObject();
        });
}
