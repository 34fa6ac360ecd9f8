using System;
using System.Linq;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>The scopes that each call needs: the classic scope, or all of the granular ones.</summary>
internal static class JiraScopes
{
    private static readonly Needed[] All =
    [
        new("*", "/myself", "read:jira-user", "read:application-role:jira", "read:group:jira", "read:user:jira", "read:avatar:jira"),
        new("*", "/mypermissions", "read:jira-work", "read:permission:jira"),
        new("*", "/users", "read:jira-user", "read:user:jira", "read:application-role:jira", "read:avatar:jira", "read:group:jira"),
        new("*", "/users/search", "read:jira-user", "read:user:jira", "read:application-role:jira", "read:avatar:jira", "read:group:jira"),
        new("GET", "/user", "read:jira-user", "read:application-role:jira", "read:group:jira", "read:user:jira", "read:avatar:jira"),
        new("DELETE", "/user", "manage:jira-configuration", "write:user:jira"),
        new(
            "POST",
            "/issue",
            "write:jira-work",
            "write:issue:jira",
            "write:comment:jira",
            "write:comment.property:jira",
            "write:attachment:jira",
            "read:issue:jira"
        ),
        new(
            "*",
            "/search/jql",
            "read:jira-work",
            "read:issue-details:jira",
            "read:field.default-value:jira",
            "read:field.option:jira",
            "read:field:jira",
            "read:group:jira"
        ),
        new("*", "/user/bulk", "read:jira-user", "read:application-role:jira", "read:group:jira", "read:user:jira", "read:avatar:jira"),
        new(
            "*",
            "/user/search",
            "read:jira-user",
            "read:user:jira",
            "read:user.property:jira",
            "read:application-role:jira",
            "read:avatar:jira",
            "read:group:jira"
        ),
        new("*", "/user/groups", "read:jira-user", "read:group:jira"),
        new("*", "/group/bulk", "read:jira-user", "read:group:jira"),
        new("*", "/group/member", "manage:jira-configuration", "read:group:jira", "read:user:jira", "read:avatar:jira"),
        new("POST", "/group/user", "manage:jira-configuration", "write:group:jira", "read:avatar:jira", "read:group:jira", "read:user:jira"),
        new("DELETE", "/group/user", "manage:jira-configuration", "write:group:jira"),
        new("GET", "/group", "read:jira-user", "read:group:jira", "read:user:jira", "read:avatar:jira"),
        new("POST", "/group", "manage:jira-configuration", "read:group:jira", "read:user:jira", "write:group:jira", "read:avatar:jira"),
        new("DELETE", "/group", "manage:jira-configuration", "delete:group:jira"),
        new("*", "/groups/picker", "read:jira-user", "read:group:jira"),
        new("*", "/applicationrole", "manage:jira-configuration", "read:application-role:jira"),
    ];

    public static bool Missing(SiteToken token, string method, PathString path) =>
        path.StartsWithSegments("/rest/api/3", StringComparison.Ordinal, out var rest)
        && Array.Find(All, needed => needed.IsFor(method, rest)) is { } needed
        && !needed.IsMetBy(token);

    private sealed record Needed(string Method, string Path, string Classic, params string[] Granular)
    {
        public bool IsFor(string method, PathString path) =>
            (Method == "*" || Method == method) && (path == Path || (Path == "/applicationrole" && path.StartsWithSegments(Path, StringComparison.Ordinal)));

        public bool IsMetBy(SiteToken token) => token.Scopes.Contains(Classic) || Granular.All(token.Scopes.Contains);
    }
}
