namespace ExternalSources.Core.Checks;

/// <summary>How one check ended.</summary>
public enum CheckOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>The source works, but something will not work or wants attention; the detail says what.</summary>
    Warning,

    /// <summary>The source does not work; the detail says why.</summary>
    Failed,

    /// <summary>Not looked at, because an earlier check failed.</summary>
    Skipped,
}

/// <summary>One thing that was looked at when a source was tested.</summary>
public sealed record SourceCheck
{
    /// <summary>What was looked at: Key, Address, Tls, Site, Organization, Credentials, AdministratorRights, AccountManagement or KeyExpiry.</summary>
    public required string Name { get; init; }

    /// <summary>How it ended.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>What was found.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it, when something is to be done.</summary>
    public string? Recommendation { get; init; }

    /// <summary>The check's name and outcome.</summary>
    public override string ToString() => $"{Name}: {Outcome}";
}
