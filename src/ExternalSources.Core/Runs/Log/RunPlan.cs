using System;
using System.Collections.Generic;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Log;

/// <summary>What a run would do, written down before, so that somebody else can look at it.</summary>
internal sealed record RunPlan
{
    public const int Version = 1;

    public required RunRequest Request { get; init; }

    /// <summary>The targets, each with the state it is in.</summary>
    public required IReadOnlyList<RunTarget> Targets { get; init; }

    public required IReadOnlyList<SourceReference> Sources { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Command { get; init; }
}
