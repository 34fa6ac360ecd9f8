using System;

namespace ExternalSources.Simulator;

/// <summary>What a simulator is started with.</summary>
public sealed record SimulatorOptions
{
    /// <summary>People in each organization. They are generated when asked for, so a million costs nothing to start.</summary>
    public int Users { get; init; } = 100;

    /// <summary>The same seed gives the same people, ids and organizations.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The first organization's name. Its mail domain follows from it: <c>Acme</c> has <c>acme.example</c>.</summary>
    public string OrganizationName { get; init; } = "Acme";

    /// <summary>The Jira site's name.</summary>
    public string SiteName { get; init; } = "acme";

    /// <summary>How many organizations the default organization key sees.</summary>
    public int Organizations { get; init; } = 1;

    /// <summary>Also starts with the two keys with scopes, <see cref="SimulatorKeys.ScopedOrganization"/> and <see cref="SimulatorKeys.ScopedSite"/>.</summary>
    public bool ScopedKeys { get; init; }

    /// <summary>How long every answer waits, see <see cref="Faults.FaultPlan.Latency"/>.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The clock that key expiry and dates in answers go by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
