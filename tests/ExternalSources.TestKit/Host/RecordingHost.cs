using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace ExternalSources.TestKit.Host;

/// <summary>A host that records its output and answers prompts from a list.</summary>
public sealed class RecordingHost : PSHost
{
    private readonly HostLog _log = new();

    /// <summary>Creates a host.</summary>
    public RecordingHost(bool interactive = true, int width = 160, CultureInfo? culture = null)
    {
        CurrentCulture = culture ?? CultureInfo.GetCultureInfo("en-US");
        CurrentUICulture = CurrentCulture;
        UI = new RecordingHostUserInterface(_log, Answers, width) { NonInteractive = !interactive };
    }

    /// <summary>The user's answers to prompts.</summary>
    public PromptAnswers Answers { get; } = new();

    /// <summary>All prompts, answered or not.</summary>
    public IReadOnlyList<PromptRecord> Prompts => _log.Prompts;

    /// <summary>All progress records.</summary>
    public IReadOnlyList<ProgressRecord> Progress => _log.Progress;

    /// <summary>All text output, without color codes. Each line ends with a line feed.</summary>
    public string Text => _log.TextFrom(0);

    /// <summary>Whether every prompt fails, as in <c>pwsh -NonInteractive</c>.</summary>
    public bool NonInteractive
    {
        get => ((RecordingHostUserInterface)UI).NonInteractive;
        set => ((RecordingHostUserInterface)UI).NonInteractive = value;
    }

    /// <summary>The exit code that a script set; null when it set none.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; }

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; }

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override string Name => "ExternalSources.TestKit";

    /// <inheritdoc/>
    public override PSHostUserInterface UI { get; }

    /// <inheritdoc/>
    public override Version Version { get; } = new(1, 0);

    internal HostLog Log => _log;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("A test has no nested prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("A test has no nested prompt.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication() { }

    /// <inheritdoc/>
    public override void NotifyEndApplication() { }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
}
