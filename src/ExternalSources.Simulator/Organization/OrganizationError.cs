using System.Globalization;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ExternalSources.Simulator.Organization;

/// <summary>
/// The organization API's errors: <c>{"errors":[{id, status, code, title, detail}]}</c>. Version 1 refuses keys and rates with <c>{code, message}</c>.
/// </summary>
internal static class OrganizationError
{
    public const string InvalidCursor = "ADMIN-400-1";
    public const string InvalidBody = "ADMIN-400-24";
    public const string MayNotManage = "ADMIN-403-3";
    public const string NoOrganization = "ADMIN-404-2";
    public const string MayNotManageGroup = "ADMIN-403-5";
    public const string NoUser = "ADMIN-404-8";
    public const string NoGroup = "ADMIN-404-10";
    public const string NoLicence = "ADMIN-409-3";
    public const string Conflict = "ADMIN-409-28";

    /// <summary>The code of an error that has no specific code.</summary>
    public static string CodeOf(int status) => string.Create(CultureInfo.InvariantCulture, $"ADMIN-{status}-1");

    public static Task WriteAsync(HttpContext context, int status, string code, string detail) =>
        status is StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests && context.Request.Path.StartsWithSegments("/admin/v1")
            ? WriteProxyErrorAsync(context, status, detail)
            : WriteErrorsAsync(context, status, code, detail);

    private static Task WriteProxyErrorAsync(HttpContext context, int status, string message) =>
        Response.JsonAsync(context, status, (status, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", error.status);
            json.WriteString("message", error.message);
            json.WriteEndObject();
        });

    private static Task WriteErrorsAsync(HttpContext context, int status, string code, string detail) =>
        Response.JsonAsync(context, status, (context.TraceIdentifier, status, code, detail), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("errors");
            json.WriteStartObject();
            json.WriteString("id", error.TraceIdentifier);
            json.WriteString("status", error.status.ToString(CultureInfo.InvariantCulture));
            json.WriteString("code", error.code);
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(error.status));
            json.WriteString("detail", error.detail);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
}
