using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.TestKit.Host;

namespace ExternalSources.TestKit.Shell;

/// <summary>All that a script left behind.</summary>
public sealed record ShellResult
{
    /// <summary>How it ended.</summary>
    public required ShellState State { get; init; }

    /// <summary>The objects it wrote.</summary>
    public required IReadOnlyList<PSObject?> Output { get; init; }

    /// <summary>The non-terminating errors, and a statement's terminating errors after which the script went on.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>The error that ended the script, if one did.</summary>
    public ErrorRecord? TerminatingError { get; init; }

    /// <summary>What was thrown when the script ended that way: its type tells how the error came about.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The warnings.</summary>
    public required IReadOnlyList<WarningRecord> Warnings { get; init; }

    /// <summary>The verbose messages.</summary>
    public required IReadOnlyList<VerboseRecord> Verbose { get; init; }

    /// <summary>The debug messages.</summary>
    public required IReadOnlyList<DebugRecord> Debug { get; init; }

    /// <summary>The information records, what Write-Host wrote included.</summary>
    public required IReadOnlyList<InformationRecord> Information { get; init; }

    /// <summary>The progress records.</summary>
    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>What the host was shown meanwhile, without colours: text, <c>What if:</c> lines, rendered views, warnings.</summary>
    public required string HostText { get; init; }

    /// <summary>The prompts that were asked meanwhile.</summary>
    public required IReadOnlyList<PromptRecord> Prompts { get; init; }

    /// <summary>Every error: the non-terminating ones, then the terminating one.</summary>
    public IEnumerable<ErrorRecord> AllErrors => TerminatingError is null ? Errors : Errors.Append(TerminatingError);

    /// <summary>The host's text, line by line, empty lines left out.</summary>
    public IReadOnlyList<string> HostLines => HostText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The output as its .NET objects of one type; another type is an error.</summary>
    public IReadOnlyList<T> OutputOf<T>() => [.. Output.Select(item => (T)item!.BaseObject)];

    /// <summary>
    /// Every word in it: all streams, the host's text, prompts, and every error with its exceptions, details, target, stack traces. A key
    /// that must not be seen must not be found in it.
    /// </summary>
    public string Everything() => ShellResultText.Of(this);

    /// <summary>A short account, for a failed assertion.</summary>
    public override string ToString()
    {
        var errors = string.Join("\n", AllErrors.Select(error => $"  {error.FullyQualifiedErrorId}: {error}"));
        return $"{State}, {Output.Count} object(s), {AllErrors.Count()} error(s)\n{errors}\n{HostText}".TrimEnd();
    }
}
