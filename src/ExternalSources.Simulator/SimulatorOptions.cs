using System;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator;

/// <summary>What a simulator is started with.</summary>
public sealed record SimulatorOptions
{
    /// <summary>People in each organization. They are generated when asked for, so a million costs nothing to start.</summary>
    public int Users { get; init; } = 100;

    /// <summary>Groups in each organization; a dozen and one for every forty people when not set.</summary>
    public int? Groups { get; init; }

    /// <summary>Directories of each organization. The first has everybody, the next a fifth of them too, and so on.</summary>
    public int Directories { get; init; } = 2;

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

    /// <summary>The most rows in a page of the organization API, see <see cref="SimulatorState.OrganizationPageCap"/>.</summary>
    public int OrganizationPageCap { get; init; } = 100;

    /// <summary>The most rows in a page of Jira's users, see <see cref="SimulatorState.JiraPageCap"/>.</summary>
    public int JiraPageCap { get; init; } = 1000;

    /// <summary>How many requests a second each key may make, see <see cref="SimulatorState.RequestsPerSecond"/>.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>How much longer a key waits for each request that it repeats too early, see <see cref="SimulatorState.EarlyRetryPenalty"/>.</summary>
    public TimeSpan EarlyRetryPenalty { get; init; }

    /// <summary>Answers are compressed for clients that ask for it. It costs the simulator more than the answers themselves.</summary>
    public bool Compression { get; init; } = true;

    /// <summary>The clock that key expiry and dates in answers go by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
