using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Groups;

/// <summary>A group of an organization. Its members are for <see cref="GroupRegistry"/> to tell.</summary>
public sealed record AtlassianGroup
{
    public required int Index { get; init; }

    /// <summary>A GUID, as text. It stays when the name changes.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The number of its directory in <see cref="AtlassianOrganization.Directories"/>. The site knows the groups of directory 0.</summary>
    public int Directory { get; init; }

    /// <summary>An identity provider owns the group: nobody else may change its members.</summary>
    public bool ExternalSynced { get; init; }

    /// <summary><c>external</c>, <c>admins</c>, <c>team-members</c> or <c>open</c>.</summary>
    public string ManagedBy { get; init; } = "admins";

    /// <summary>The roles that members get.</summary>
    public IReadOnlyList<RoleGrant> Grants { get; init; } = [];

    /// <summary>What the site says of the group: <c>site-admin</c>, <c>admin</c> of an application, <c>user</c> of one, or nothing.</summary>
    public string? AccessType =>
        Index == FixedGroups.OrganizationAdministrators ? "site-admin"
        : Grants.Any(grant => grant.Role.EndsWith("admin", StringComparison.Ordinal)) ? "admin"
        : Grants.Count > 0 ? "user"
        : null;

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
