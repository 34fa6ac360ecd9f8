using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.TestKit.Host;

namespace ExternalSources.TestKit.Shell;

/// <summary>The result of a script.</summary>
public sealed record ShellResult
{
    /// <summary>How the script ended.</summary>
    public required ShellState State { get; init; }

    /// <summary>The output objects.</summary>
    public required IReadOnlyList<PSObject?> Output { get; init; }

    /// <summary>The non-terminating errors, and statement-terminating errors after which the script continued.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>The error that ended the script; null when none did.</summary>
    public ErrorRecord? TerminatingError { get; init; }

    /// <summary>The exception that ended the script; null when none did.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The warnings.</summary>
    public required IReadOnlyList<WarningRecord> Warnings { get; init; }

    /// <summary>The verbose messages.</summary>
    public required IReadOnlyList<VerboseRecord> Verbose { get; init; }

    /// <summary>The debug messages.</summary>
    public required IReadOnlyList<DebugRecord> Debug { get; init; }

    /// <summary>The information records, including the output of Write-Host.</summary>
    public required IReadOnlyList<InformationRecord> Information { get; init; }

    /// <summary>The progress records.</summary>
    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>The host's text during the script, without color codes: text, <c>What if:</c> lines, rendered views, and warnings.</summary>
    public required string HostText { get; init; }

    /// <summary>The prompts during the script.</summary>
    public required IReadOnlyList<PromptRecord> Prompts { get; init; }

    /// <summary>All errors: the non-terminating ones, then the terminating one.</summary>
    public IEnumerable<ErrorRecord> AllErrors => TerminatingError is null ? Errors : Errors.Append(TerminatingError);

    /// <summary>The lines of the host's text, without empty lines.</summary>
    public IReadOnlyList<string> HostLines => HostText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The output as .NET objects of one type. An object of another type is an error.</summary>
    public IReadOnlyList<T> OutputOf<T>() => [.. Output.Select(item => (T)item!.BaseObject)];

    /// <summary>
    /// The complete text of the result: all streams, the host's text, prompts, and errors with their exceptions, details, targets, and stack traces.
    /// A key must not be in it.
    /// </summary>
    public string Everything() => ShellResultText.Of(this);

    /// <summary>Returns a summary, for a failed assertion.</summary>
    public override string ToString()
    {
        var errors = string.Join("\n", AllErrors.Select(error => $"  {error.FullyQualifiedErrorId}: {error}"));
        return $"{State}, {Output.Count} object(s), {AllErrors.Count()} error(s)\n{errors}\n{HostText}".TrimEnd();
    }
}

/// <summary>How a script ended.</summary>
public enum ShellState
{
    /// <summary>The script completed, with or without errors.</summary>
    Completed,

    /// <summary>The script was stopped, as by Ctrl+C.</summary>
    Stopped,

    /// <summary>A terminating error ended the script.</summary>
    Failed,
}
