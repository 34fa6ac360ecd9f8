using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Checks;

/// <summary>What testing a source found.</summary>
public sealed record SourceTestResult
{
    /// <summary>The source's name.</summary>
    public required string Name { get; init; }

    /// <summary>The source's type.</summary>
    public required SourceType Type { get; init; }

    /// <summary>Connected, or Error.</summary>
    public required SourceStatus Status { get; init; }

    /// <summary>Why it is in error; <see langword="null"/> when it is connected.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about the error or, when connected, about the first warning.</summary>
    public string? Recommendation { get; init; }

    /// <summary>How long the test took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>One row a check, in the order in which they were made.</summary>
    public required IReadOnlyList<SourceCheck> Checks
    {
        get;
        init => field = ReadableList.Of(value);
    }

    /// <summary>The source's name and status.</summary>
    public override string ToString() => $"{Name}: {Status}";
}
