using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Checks;

/// <summary>The result of a test of a source.</summary>
public sealed record SourceTestResult
{
    /// <summary>The source's name.</summary>
    public required string Name { get; init; }

    /// <summary>The source's type.</summary>
    public required SourceType Type { get; init; }

    /// <summary>Connected or Error.</summary>
    public required SourceStatus Status { get; init; }

    /// <summary>Why the status is Error; <see langword="null"/> if the source is connected.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about the error or, if the source is connected, about the first warning; <see langword="null"/> if there is nothing to do.</summary>
    public string? Recommendation { get; init; }

    /// <summary>How long the test took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The result of each check, in the order in which the checks ran.</summary>
    public required IReadOnlyList<SourceCheck> Checks
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>The source's name and status.</summary>
    public override string ToString() => $"{Name}: {Status}";
}
