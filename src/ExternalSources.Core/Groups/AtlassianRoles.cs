using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Core.Groups;

/// <summary>Atlassian's canonical roles (https://developer.atlassian.com/cloud/admin/organization/rest/).</summary>
internal static class AtlassianRoles
{
    /// <summary>The roles that use a seat.</summary>
    public static readonly IReadOnlyList<string> Billable = ["atlassian/user", "atlassian/admin"];

    /// <summary>The roles that the documents call non-billable, and the roles that give no access to an application.</summary>
    private static readonly HashSet<string> NotBillable = new(StringComparer.OrdinalIgnoreCase)
    {
        "customer",
        "contributor",
        "basic",
        "stakeholder",
        "user-access-admin",
        "org-admin",
        "site-admin",
    };

    /// <summary>Whether a role uses a seat; <see langword="null"/> if the documents do not say, as for guests.</summary>
    public static bool? IsBillable(string role) =>
        Billable.Any(billable => Short(billable).Equals(Short(role), StringComparison.OrdinalIgnoreCase)) ? true
        : NotBillable.Contains(Short(role)) ? false
        : null;

    /// <summary>The role without its prefix: the services write some roles in both ways.</summary>
    private static string Short(string role) => role.StartsWith("atlassian/", StringComparison.OrdinalIgnoreCase) ? role.Substring("atlassian/".Length) : role;
}
