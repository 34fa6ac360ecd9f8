using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Groups;

/// <summary>A group of an organization. <see cref="GroupRegistry"/> returns its members.</summary>
public sealed record AtlassianGroup
{
    public required int Index { get; init; }

    /// <summary>A GUID, as text. It stays the same when the name changes.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The index of its directory in <see cref="AtlassianOrganization.Directories"/>. The site has the groups of directory 0.</summary>
    public int Directory { get; init; }

    /// <summary>Whether an identity provider owns the group. The APIs then refuse changes to its members.</summary>
    public bool ExternalSynced { get; init; }

    /// <summary><c>external</c>, <c>admins</c>, <c>team-members</c> or <c>open</c>.</summary>
    public string ManagedBy { get; init; } = "admins";

    /// <summary>The roles that members get.</summary>
    public IReadOnlyList<RoleGrant> Grants { get; init; } = [];

    /// <summary>The group's access type on the site: <c>site-admin</c>, <c>admin</c> of an application, <c>user</c> of an application, or null.</summary>
    public string? AccessType =>
        Index == FixedGroups.OrganizationAdministrators ? "site-admin"
        : Grants.Any(grant => grant.Role.EndsWith("admin", StringComparison.Ordinal)) ? "admin"
        : Grants.Count > 0 ? "user"
        : null;

    private const string AriPrefix = "ari:cloud:identity::group/";

    /// <summary>The ARI of the group.</summary>
    public string Ari => AriPrefix + Id;

    /// <summary>The id without the prefix of an ARI.</summary>
    internal static string BareId(string id) => id.StartsWith(AriPrefix, StringComparison.Ordinal) ? id[AriPrefix.Length..] : id;

    public bool GrantsApplication(string key)
    {
        foreach (var grant in Grants)
        {
            if (grant.Application == key)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A role in an application that the members of a group get.</summary>
/// <param name="Application">The key of the application, for example <c>jira-software</c>.</param>
/// <param name="Role">The role, for example <c>atlassian/user</c>.</param>
/// <param name="Site">The index of the site.</param>
public sealed record RoleGrant(string Application, string Role, int Site = 0)
{
    /// <summary>Whether the role uses a licence.</summary>
    public bool Billable => Role is "atlassian/user" or "atlassian/admin";
}
