using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Users;

/// <summary>The roles of one user in one resource, as the service assigns them.</summary>
internal sealed record RoleAssignment
{
    /// <summary>The ARI of the resource; <see langword="null"/> if the service does not return it.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The application's key; <see langword="null"/> if the service does not return it.</summary>
    public string? Application { get; init; }

    /// <summary>The id of the directory that the roles belong to; <see langword="null"/> if the service does not return it.</summary>
    public string? DirectoryId { get; init; }

    /// <summary>The whole content as text. No document says that a resource has one row only, so a row has no shorter id.</summary>
    public string Identity =>
        string.Join("\n", Roles.Select(role => role.Role + " " + string.Join(" ", role.Methods)).Prepend(DirectoryId).Prepend(Application).Prepend(ResourceId));

    /// <summary>The user's state in the directory: active, suspended, or no_membership; <see langword="null"/> if the service does not return it.</summary>
    public string? DirectoryStatus { get; init; }

    /// <summary>The roles.</summary>
    public IReadOnlyList<HeldRole> Roles { get; init; } = Array.Empty<HeldRole>();
}

/// <summary>A role, and how the user holds it.</summary>
/// <param name="Role">The role, such as atlassian/user.</param>
/// <param name="Methods">How the user holds it: direct, group_direct, inferred. The list is empty if the service does not return it.</param>
internal sealed record HeldRole(string Role, IReadOnlyList<string> Methods)
{
    /// <summary>Whether the role uses a seat; <see langword="null"/> if Atlassian's documents do not say.</summary>
    public bool? Billable => AtlassianRoles.IsBillable(Role);
}

/// <summary>A role that a user holds in one resource. It identifies the role when it is granted or revoked.</summary>
/// <param name="ResourceId">The ARI of the resource.</param>
/// <param name="Role">The role, such as atlassian/user.</param>
internal sealed record RoleReference(string ResourceId, string Role);
