using System;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Runs.Log;

/// <summary>Why a run's log or a plan could not be used.</summary>
public enum RunLogFailure
{
    /// <summary>No run has this id.</summary>
    NotFound,

    /// <summary>The file is damaged, or it is not a log or a plan.</summary>
    Damaged,

    /// <summary>The file was edited since it was written.</summary>
    Edited,

    /// <summary>A session is working on the run.</summary>
    Busy,

    /// <summary>The file cannot be read.</summary>
    NotReadable,

    /// <summary>The file cannot be written; nothing more was changed.</summary>
    NotWritable,
}

/// <summary>A run's log or a plan could not be used.</summary>
public sealed class RunLogException : ExternalSourceException
{
    internal RunLogException(RunLogFailure failure, string run, string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner)
    {
        Failure = failure;
        Run = run;
    }

    /// <summary>The kind of failure.</summary>
    public RunLogFailure Failure { get; }

    /// <summary>The run's id, or the plan's path.</summary>
    public string Run { get; }
}
