using System;

namespace ExternalSources.Module.Tests.Support;

/// <summary>Gives a simulator the clock of a session, on which waits take no time.</summary>
internal sealed class ShellTime : TimeProvider
{
    public InstantClock? Clock { get; set; }

    public override DateTimeOffset GetUtcNow() => Clock?.UtcNow ?? DateTimeOffset.UtcNow;
}
