using System;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator;

/// <summary>The options of a new simulator.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The number of people in each organization. They are generated on demand, so a million adds no startup time.</summary>
    public int Users { get; init; } = 100;

    /// <summary>The number of groups in each organization; null is a dozen plus one for every forty people.</summary>
    public int? Groups { get; init; }

    /// <summary>The number of directories in each organization. Everybody is in the first, a fifth of them are also in the second, and so on.</summary>
    public int Directories { get; init; } = 2;

    /// <summary>The same seed gives the same people, ids, and organizations.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The loopback port; 0 uses a free port.</summary>
    public int Port { get; init; }

    /// <summary>The name of the first organization. It determines the mail domain: <c>Acme</c> has <c>acme.example</c>.</summary>
    public string OrganizationName { get; init; } = "Acme";

    /// <summary>The number of Jira sites of the first organization. Each has its own loopback port; the first shares that of the organization.</summary>
    public int Sites { get; init; } = 1;

    /// <summary>The name of the first Jira site. Further sites have a number: <c>acme-2</c>.</summary>
    public string SiteName { get; init; } = "acme";

    /// <summary>The number of organizations. The default organization key can see all of them.</summary>
    public int Organizations { get; init; } = 1;

    /// <summary>Adds the two scoped keys, <see cref="SimulatorKeys.ScopedOrganization"/> and <see cref="SimulatorKeys.ScopedSite"/>.</summary>
    public bool ScopedKeys { get; init; }

    /// <summary>How long the simulator waits before each response. See <see cref="Faults.FaultPlan.Latency"/>.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The maximum number of rows in a page of the organization API. See <see cref="SimulatorState.OrganizationPageCap"/>.</summary>
    public int OrganizationPageCap { get; init; } = 100;

    /// <summary>The maximum number of rows in a page of Jira users. See <see cref="SimulatorState.JiraPageCap"/>.</summary>
    public int JiraPageCap { get; init; } = 1000;

    /// <summary>How many requests each key may make per second. See <see cref="SimulatorState.RequestsPerSecond"/>.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>How much longer a key must wait for each early retry. See <see cref="SimulatorState.EarlyRetryPenalty"/>.</summary>
    public TimeSpan EarlyRetryPenalty { get; init; }

    /// <summary>Whether responses are compressed for clients that accept it. Compression costs the simulator more than the responses themselves.</summary>
    public bool Compression { get; init; } = true;

    /// <summary>The clock for key expiry and for dates in responses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
