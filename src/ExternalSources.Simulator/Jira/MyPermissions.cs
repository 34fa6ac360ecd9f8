using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary><c>mypermissions</c>: the permissions of the caller. An anonymous caller has none.</summary>
internal static class MyPermissions
{
    public static Task RespondAsync(HttpContext context, SiteToken? token)
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

        return Response.JsonAsync(context, StatusCodes.Status200OK, json =>
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

/// <summary>A Jira permission, and which tokens have it.</summary>
internal sealed record Permission(string Id, string Key, string Name, string Type, string Description, Func<SiteToken, bool> IsHeldBy)
{
    private static readonly Permission[] All =
    [
        new(
            "0",
            "ADMINISTER",
            "Administer Jira",
            "GLOBAL",
            "Create and administer projects, issue types, fields, workflows, and schemes for all projects.",
            token => token.Administrator
        ),
        new("44", "SYSTEM_ADMIN", "System administrators", "GLOBAL", "Perform all administration functions.", token => token.Administrator),
        new("27", "USER_PICKER", "Browse users and groups", "GLOBAL", "View and select users or groups from the user picker.", token => token.CanBrowseUsers),
        new("33", "BULK_CHANGE", "Make bulk changes", "GLOBAL", "Modify collections of issues at once.", token => token.Administrator),
        new("10", "BROWSE_PROJECTS", "Browse Projects", "PROJECT", "Ability to browse projects and the issues within them.", _ => true),
        new("11", "CREATE_ISSUES", "Create Issues", "PROJECT", "Ability to create issues.", _ => true),
        new("12", "EDIT_ISSUES", "Edit Issues", "PROJECT", "Ability to edit issues.", _ => true),
    ];

    public static Permission? Find(string key) => Array.Find(All, permission => permission.Key == key);
}
