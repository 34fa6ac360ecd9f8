namespace ExternalSources.Core.Groups;

/// <summary>A role in an application that the members of a group get.</summary>
public sealed record RoleGrant
{
    /// <summary>The application's key, such as jira-software; <see langword="null"/> if the service does not return it.</summary>
    public string? Application { get; init; }

    /// <summary>The ARI of the application's instance; <see langword="null"/> if the service does not return it.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The role, such as atlassian/user.</summary>
    public required string Role { get; init; }

    /// <summary>Whether the role uses a seat; <see langword="null"/> if Atlassian's documents do not say.</summary>
    public bool? Billable => AtlassianRoles.IsBillable(Role);

    /// <summary>The application and the role.</summary>
    public override string ToString() => $"{Application ?? ResourceId ?? "unknown"} {Role}";
}
