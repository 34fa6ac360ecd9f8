using System;

namespace ExternalSources.Simulator.State;

/// <summary>The Jira site.</summary>
public sealed class JiraSite
{
    /// <summary>The id of the site in Atlassian's gateway.</summary>
    public required string CloudId { get; init; }

    public required string Title { get; set; }

    /// <summary>The index of the site.</summary>
    public int Index { get; init; }

    /// <summary>The address of the site; null until the simulator has started. The first site shares it with the APIs of the organization.</summary>
    public Uri? Address { get; internal set; }

    /// <summary><c>Cloud</c>, or <c>Server</c> to act as Jira Data Center, which has REST version 2 only.</summary>
    public string DeploymentType { get; set; } = "Cloud";

    public bool IsDataCenter => !string.Equals(DeploymentType, "Cloud", StringComparison.OrdinalIgnoreCase);
}
