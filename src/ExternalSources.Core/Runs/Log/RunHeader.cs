using System;
using System.Collections.Generic;

namespace ExternalSources;

/// <summary>Who runs what, when and where: the first line of a log.</summary>
internal sealed record RunHeader
{
    public const int Version = 1;

    public required string Id { get; init; }

    public required RunRequest Request { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string User { get; init; }

    public required string Machine { get; init; }

    /// <summary>The command with its parameters, secrets and lists of people left out.</summary>
    public required string Command { get; init; }

    /// <summary>The run that this one takes back.</summary>
    public string? Undoes { get; init; }

    /// <summary>The sources by name and, where they are saved, id: a name may belong to another one later.</summary>
    public IReadOnlyDictionary<string, Guid> Sources { get; init; } = new Dictionary<string, Guid>();
}

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>A session is at work on it.</summary>
    Running,

    /// <summary>It came to its end. Single targets may have failed.</summary>
    Completed,

    /// <summary>It was stopped, or broke off; it can be resumed.</summary>
    Stopped,

    /// <summary>Its session ended without a word: a crash, a kill, a power cut. It can be resumed.</summary>
    Interrupted,
}
