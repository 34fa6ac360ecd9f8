using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Organization;

/// <summary>
/// The scopes that the calls of the organization API need. The documents name the scopes of reads; the names of the scopes of writes are not documented.
/// </summary>
internal static class OrganizationScopes
{
    /// <summary>Every scope.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "read:orgs:admin",
        "read:directories:admin",
        "read:accounts:admin",
        "read:groups:admin",
        "read:workspaces:admin",
        "read:keys:admin",
        "read:tokens:admin",
        "write:accounts:admin",
        "write:groups:admin",
        "write:directories:admin",
    ];

    /// <summary>The scope that a call needs and the key does not have; null when the key may make the call.</summary>
    public static string? Missing(OrganizationKey key, string method, string pattern) =>
        key is { Scoped: true, Scopes: { } scopes } && Needed(method, pattern) is { } needed && !scopes.Contains(needed, StringComparer.Ordinal)
            ? needed
            : null;

    private static string Needed(string method, string pattern)
    {
        var isRead = method == "GET" || pattern.EndsWith("/search", StringComparison.Ordinal) || pattern.EndsWith("/workspaces", StringComparison.Ordinal);
        return (isRead, pattern) switch
        {
            (_, var path) when path.EndsWith("/api-keys", StringComparison.Ordinal) => "read:keys:admin",
            (_, var path) when path.EndsWith("/workspaces", StringComparison.Ordinal) => "read:workspaces:admin",
            (_, var path) when path.EndsWith("users/{accountId}/role-assignments", StringComparison.Ordinal) => "read:directories:admin",
            (true, var path) when path.Contains("/groups", StringComparison.Ordinal) => "read:groups:admin",
            (false, var path) when path.Contains("/groups", StringComparison.Ordinal) => "write:groups:admin",
            (true, var path) when path.Contains("/users", StringComparison.Ordinal) => "read:accounts:admin",
            (false, var path) when path.Contains("/suspend", StringComparison.Ordinal) || path.Contains("/restore", StringComparison.Ordinal) =>
                "write:directories:admin",
            (false, _) => "write:accounts:admin",
            (_, var path) when path.Contains("/directories", StringComparison.Ordinal) => "read:directories:admin",
            _ => "read:orgs:admin",
        };
    }
}
