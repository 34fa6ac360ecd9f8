namespace ExternalSources.Core.Checks;

/// <summary>The outcome of a check.</summary>
public enum CheckOutcome
{
    /// <summary>The check found no problem.</summary>
    Passed,

    /// <summary>The source works, but a feature is unavailable or needs attention. The detail says which.</summary>
    Warning,

    /// <summary>The source does not work. The detail says why.</summary>
    Failed,

    /// <summary>The check did not run, because an earlier check failed.</summary>
    Skipped,

    /// <summary>The check could not find out whether the key has a right. The detail says why.</summary>
    Unknown,
}

/// <summary>The result of one check of a source.</summary>
public sealed record SourceCheck
{
    /// <summary>
    /// The name of the check: Key, Address, Tls, Site, Credentials, Organization, the name of a right, or KeyExpiry. The rights of an organization's key are
    /// ReadUsers, ReadGroups, ReadRoleAssignments, ReadWorkspaces, ReadDirectories, AccountManagement, and ReadKeys. The rights of a site's token are
    /// BrowseUsers, AdministratorRights, ApplicationRoles, CreateIssues, and SiteAdministration.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The outcome of the check.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>What the check found.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about the problem; <see langword="null"/> if there is nothing to do.</summary>
    public string? Recommendation { get; init; }

    /// <summary>The check's name and outcome.</summary>
    public override string ToString() => $"{Name}: {Outcome}";
}
