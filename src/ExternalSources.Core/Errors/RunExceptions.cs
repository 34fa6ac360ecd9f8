using System;

namespace ExternalSources;

/// <summary>A run would touch more than it was allowed to. Nothing was changed.</summary>
public sealed class RunRefusedException : ExternalSourceException
{
    internal RunRefusedException(string message, string recommendation)
        : base(message, recommendation)
    {
    }
}

/// <summary>A source failed too often in a row for the same reason; the rest of its targets was not attempted.</summary>
public sealed class RunBrokenOffException : ExternalSourceException
{
    internal RunBrokenOffException(string source, string? run, string reason)
        : base(
            $"{source}: {Invariant.Text(FailureBreaker.Limit)} failures in a row, so the rest was not attempted. The last one: {reason}",
            run is null ? "Mend the cause, and run the command again." : $"Mend the cause; then Resume-ExternalRun {run} does what was not done.")
    {
    }
}

/// <summary>An action failed for one target; the run goes on.</summary>
public sealed class ActionFailedException : ExternalSourceException
{
    internal ActionFailedException(ExternalActionResult result, string recommendation, Exception? inner = null)
        : base($"{result.Source}: {result.Name ?? result.AccountId ?? result.Email}: {result.Detail}", recommendation, inner) => Result = result;

    /// <summary>The target and what happened.</summary>
    public ExternalActionResult Result { get; }
}

/// <summary>Why a run's log or a plan could not be used.</summary>
public enum RunLogFailure
{
    /// <summary>No run has this id.</summary>
    NotFound,

    /// <summary>The file is damaged, or not what it should be.</summary>
    Damaged,

    /// <summary>The file was edited since it was written.</summary>
    Edited,

    /// <summary>A session is at work on the run.</summary>
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

    /// <summary>What is wrong.</summary>
    public RunLogFailure Failure { get; }

    /// <summary>The run's id, or the plan's path.</summary>
    public string Run { get; }
}
