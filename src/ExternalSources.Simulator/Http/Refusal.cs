using System.Globalization;
using System.Threading.Tasks;
using ExternalSources.Simulator.Jira;
using ExternalSources.Simulator.Organization;
using ExternalSources.Simulator.UserManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ExternalSources.Simulator.Http;

/// <summary>Writes an error in the format of the path's API.</summary>
internal static class Refusal
{
    public static Task WriteAsync(HttpContext context, ApiFamily family, int status, string? detail = null)
    {
        var message = detail ?? Phrase(status);
        return family switch
        {
            ApiFamily.Organization => OrganizationError.WriteAsync(context, status, OrganizationError.CodeOf(status), message),
            ApiFamily.UserManagement => ManagementError.WriteAsync(context, status, ManagementError.KeyOf(status), detail),
            ApiFamily.Gateway => WriteGatewayAsync(context, status, message),
            ApiFamily.Control => Response.JsonAsync(context, status, message, static (json, message) =>
            {
                json.WriteStartObject();
                json.WriteString("error", message);
                json.WriteEndObject();
            }),
            _ => JiraError.WriteAsync(context, status, message),
        };
    }

    public static Task WriteGatewayAsync(HttpContext context, int status, string message) =>
        Response.JsonAsync(context, status, (status, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", error.status);
            json.WriteString("message", error.message);
            json.WriteEndObject();
        });

    private static string Phrase(int status)
    {
        var phrase = ReasonPhrases.GetReasonPhrase(status);
        return phrase.Length == 0 ? "Status " + status.ToString(CultureInfo.InvariantCulture) : phrase;
    }
}
