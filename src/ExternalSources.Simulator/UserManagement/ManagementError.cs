using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.UserManagement;

/// <summary>The user management API's errors: <c>{"key": ..., "context": ...}</c>.</summary>
internal static class ManagementError
{
    public static string KeyOf(int status) =>
        status switch
        {
            400 => "badRequest",
            401 => "unauthorized",
            403 => "forbidden",
            404 => "notFound",
            429 => "rateLimited",
            _ => "internalError",
        };

    public static Task WriteAsync(HttpContext context, int status, string key, string? message = null) =>
        Response.JsonAsync(context, status, (key, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("key", error.key);
            if (error.message is not null)
            {
                json.WriteStartObject("context");
                json.WriteString("message", error.message);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });

    /// <summary>The error of an account that is not eligible for a change: 409, with a list of reasons.</summary>
    public static Task WriteIneligibleAsync(HttpContext context, string accountId, string code) =>
        Response.JsonAsync(context, StatusCodes.Status409Conflict, (accountId, code), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("key", "conflict.lifecycleErrors");
            json.WriteStartObject("context");
            json.WriteString("message", "The account is not eligible for this change.");
            json.WriteString("accountId", error.accountId);
            json.WriteStartArray("errorCodes");
            json.WriteStartObject();
            json.WriteString("code", error.code);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>The error of a key with scopes: no scope that a key can have is enough.</summary>
    public static Task WriteInsufficientScopeAsync(HttpContext context) =>
        Response.JsonAsync(context, StatusCodes.Status403Forbidden, "forbidden.insufficientScope", static (json, key) =>
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteStartObject("context");
            json.WriteString("message", "The API key does not have the required scope: manage:org");
            json.WriteStartArray("acceptableScopes");
            json.WriteStringValue("manage:org");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("errorKey", key);
            json.WriteEndObject();
        });

    /// <summary>The error of an action that the key may not perform on this account.</summary>
    /// <param name="reason">The reason, for example <c>externalDirectory.scim</c>.</param>
    public static Task WriteForbiddenAsync(HttpContext context, string reason) =>
        Response.JsonAsync(context, StatusCodes.Status403Forbidden, reason, static (json, reason) =>
        {
            json.WriteStartObject();
            json.WriteString("key", "forbidden.action");
            json.WriteStartObject("context");
            json.WriteBoolean("allowed", false);
            json.WriteStartObject("reason");
            json.WriteString("key", reason);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
}
