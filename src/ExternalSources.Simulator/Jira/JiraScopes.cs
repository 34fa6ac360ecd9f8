using System;
using System.Linq;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>The classic scope that each part of the API needs.</summary>
internal static class JiraScopes
{
    public static bool Missing(SiteToken token, PathString path) =>
        Needed(path) is { } scope && !token.Scopes.Contains(scope, StringComparer.Ordinal);

    private static string? Needed(PathString path) => path.Value switch
    {
        "/rest/api/3/myself" => "read:jira-user",
        "/rest/api/3/mypermissions" => "read:jira-work",
        _ => null,
    };
}
