using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>What the caller may do. Nobody may ask too, and may do nothing.</summary>
internal static class MyPermissions
{
    public static Task AnswerAsync(HttpContext context, SiteToken? token)
    {
        var keys = context.Request.Query["permissions"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (keys.Length == 0)
        {
            return JiraError.WriteAsync(context, StatusCodes.Status400BadRequest, "The 'permissions' query parameter is required.");
        }

        if (Array.Find(keys, key => Permission.Find(key) is null) is { } unknown)
        {
            return JiraError.WriteAsync(context, StatusCodes.Status400BadRequest, "Unrecognized permission: " + unknown);
        }

        return Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("permissions");
            foreach (var permission in keys.Distinct(StringComparer.Ordinal).Select(Permission.Find).OfType<Permission>())
            {
                json.WriteStartObject(permission.Key);
                json.WriteString("id", permission.Id);
                json.WriteString("key", permission.Key);
                json.WriteString("name", permission.Name);
                json.WriteString("type", permission.Type);
                json.WriteString("description", permission.Description);
                json.WriteBoolean("havePermission", token is not null && permission.IsHeldBy(token));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}
