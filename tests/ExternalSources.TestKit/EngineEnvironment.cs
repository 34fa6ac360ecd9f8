using System;

namespace ExternalSources.TestKit;

/// <summary>The one thing the engine reads from the process, set before the engine's first use and never changed.</summary>
internal static class EngineEnvironment
{
    static EngineEnvironment() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

    /// <summary>The work is in the static constructor: it runs once, whoever comes first.</summary>
    public static void Prepare() { }
}
