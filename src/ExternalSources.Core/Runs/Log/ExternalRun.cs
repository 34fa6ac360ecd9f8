using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Log;

/// <summary>A bulk action over many users, as its log tells it.</summary>
public sealed record ExternalRun
{
    /// <summary>Identifies the run; it begins with date and time, UTC.</summary>
    public required string Id { get; init; }

    /// <summary>What was done.</summary>
    public required ExternalAction Action { get; init; }

    /// <summary>How it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took so far, or from its beginning to its last end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Who ran it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>On which machine.</summary>
    public required string Machine { get; init; }

    /// <summary>The command, without the users it was given.</summary>
    public required string Command { get; init; }

    /// <summary>The sources.</summary>
    public IReadOnlyList<string> Source
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>How many changes it was about: one for each user, or for each user and group.</summary>
    public int Targets { get; init; }

    /// <summary>How many were made.</summary>
    public int Succeeded { get; init; }

    /// <summary>How many were so already.</summary>
    public int NoChange { get; init; }

    /// <summary>How many were skipped, for a guard rail or because somebody said no.</summary>
    public int Skipped { get; init; }

    /// <summary>How many failed.</summary>
    public int Failed { get; init; }

    /// <summary>How many were not dealt with; Resume-ExternalRun does them.</summary>
    public int Pending { get; init; }

    /// <summary>Why it ended early.</summary>
    public string? Reason { get; init; }

    /// <summary>The run that it took back.</summary>
    public string? Undoes { get; init; }

    /// <summary>The log.</summary>
    public required string Path { get; init; }

    /// <summary>The run's id.</summary>
    public override string ToString() => Id;
}
