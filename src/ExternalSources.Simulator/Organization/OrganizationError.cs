using System;
using System.Globalization;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ExternalSources.Simulator.Organization;

/// <summary>
/// The organization API's errors: <c>{"errors":[{id, status, code, title, detail}]}</c>. Workspaces return one such object. Version 1 refuses
/// keys and rates with <c>{code, message}</c>, and workspaces refuse keys with it.
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

    public static Task WriteAsync(HttpContext context, int status, string code, string detail)
    {
        var path = context.Request.Path;
        var isWorkspace = path.Value!.EndsWith("/workspaces", StringComparison.Ordinal);
        var isFirstVersion = path.StartsWithSegments("/admin/v1");
        return (status, isFirstVersion, isWorkspace) is (401, true, _) or (401, _, true) or (429, true, _)
            ? WriteProxyErrorAsync(context, status, detail)
            : WriteErrorAsync(context, status, code, detail, isAlone: isWorkspace && status != StatusCodes.Status429TooManyRequests);
    }

    private static Task WriteProxyErrorAsync(HttpContext context, int status, string message) =>
        Response.JsonAsync(context, status, (status, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", error.status);
            json.WriteString("message", error.message);
            json.WriteEndObject();
        });

    private static Task WriteErrorAsync(HttpContext context, int status, string code, string detail, bool isAlone) =>
        Response.JsonAsync(context, status, (context.TraceIdentifier, status, code, detail, isAlone), static (json, error) =>
        {
            if (!error.isAlone)
            {
                json.WriteStartObject();
                json.WriteStartArray("errors");
            }

            json.WriteStartObject();
            json.WriteString("id", error.TraceIdentifier);
            json.WriteString("status", error.status.ToString(CultureInfo.InvariantCulture));
            json.WriteString("code", error.code);
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(error.status));
            json.WriteString("detail", error.detail);
            json.WriteEndObject();
            if (!error.isAlone)
            {
                json.WriteEndArray();
                json.WriteEndObject();
            }
        });
}
