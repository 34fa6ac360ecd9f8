using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Jira's errors, which come in three dresses.</summary>
internal static class JiraError
{
    private const string Unauthenticated = "Client must be authenticated to access this resource.";

    /// <summary>The usual one: <c>{"errorMessages": [...], "errors": {}}</c>.</summary>
    public static Task WriteAsync(HttpContext context, int status, string message) =>
        status == StatusCodes.Status401Unauthorized
            ? WriteUnauthenticatedAsync(context, message)
            : Answer.JsonAsync(context, status, message, static (json, message) =>
            {
                json.WriteStartObject();
                json.WriteStartArray("errorMessages");
                json.WriteStringValue(message);
                json.WriteEndArray();
                json.WriteStartObject("errors");
                json.WriteEndObject();
                json.WriteEndObject();
            });

    /// <summary>Wrong credentials get plain text.</summary>
    public static Task WriteUnauthenticatedAsync(HttpContext context, string? message = null)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"Jira\"";
        context.Response.Headers["X-Seraph-Loginreason"] = "AUTHENTICATED_FAILED";
        var text = message is null or "Unauthorized" ? Unauthenticated : message;
        return Answer.TextAsync(context, StatusCodes.Status401Unauthorized, Answer.Text, text);
    }

    /// <summary>No credentials, where some are needed.</summary>
    public static Task WriteAnonymousAsync(HttpContext context) => WriteStatusAsync(context, StatusCodes.Status401Unauthorized, Unauthenticated);

    /// <summary>What the REST layer below says when it finds nothing to call, as a Data Center does for version 3.</summary>
    public static Task WriteNoSuchResourceAsync(HttpContext context) =>
        WriteStatusAsync(
            context,
            StatusCodes.Status404NotFound,
            "null for uri: " + context.Request.Scheme + "://" + context.Request.Host + context.Request.Path
        );

    private static Task WriteStatusAsync(HttpContext context, int status, string message) =>
        Answer.JsonAsync(context, status, (status, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("message", error.message);
            json.WriteNumber("status-code", error.status);
            json.WriteEndObject();
        });
}
