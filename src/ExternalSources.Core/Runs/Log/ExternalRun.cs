using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Log;

/// <summary>A bulk action over many users, as its log records it.</summary>
public sealed record ExternalRun
{
    /// <summary>The run's id. It begins with the date and time, UTC.</summary>
    public required string Id { get; init; }

    /// <summary>The action.</summary>
    public required ExternalAction Action { get; init; }

    /// <summary>The status.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When the run began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The time from the beginning of the run to the last line of its log.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The user who ran it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>The machine that ran it.</summary>
    public required string Machine { get; init; }

    /// <summary>The command, without its list of users.</summary>
    public required string Command { get; init; }

    /// <summary>The names of the sources.</summary>
    public IReadOnlyList<string> Source
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>The number of targets: one for each user, or one for each user and group.</summary>
    public int Targets { get; init; }

    /// <summary>The number of changes that were made.</summary>
    public int Succeeded { get; init; }

    /// <summary>The number of targets that needed no change.</summary>
    public int NoChange { get; init; }

    /// <summary>The number of targets that were skipped, because of a guard rail or a declined prompt.</summary>
    public int Skipped { get; init; }

    /// <summary>The number of targets that failed.</summary>
    public int Failed { get; init; }

    /// <summary>The number of targets without an outcome; Resume-ExternalRun continues with them.</summary>
    public int Pending { get; init; }

    /// <summary>Why the run ended early.</summary>
    public string? Reason { get; init; }

    /// <summary>The run that this run undid.</summary>
    public string? Undoes { get; init; }

    /// <summary>The path of the log.</summary>
    public required string Path { get; init; }

    /// <summary>The run's id.</summary>
    public override string ToString() => Id;
}
