using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace ExternalSources.TestKit.Host;

/// <summary>Writes output to the log, and answers prompts from the prepared answers.</summary>
internal sealed class RecordingHostUserInterface(HostLog log, PromptAnswers answers, int width) : PSHostUserInterface
{
    private readonly PromptResponder _responder = new(log, answers);

    public bool NonInteractive
    {
        get => _responder.NonInteractive;
        set => _responder.NonInteractive = value;
    }

    public override PSHostRawUserInterface RawUI { get; } = new RecordingHostRawUserInterface(width);

    public override void Write(string value) => log.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => log.Write(value);

    public override void WriteLine(string value) => log.WriteLine(value);

    public override void WriteErrorLine(string value) => log.WriteLine(value);

    public override void WriteDebugLine(string message) => log.WriteLine($"DEBUG: {message}");

    public override void WriteVerboseLine(string message) => log.WriteLine($"VERBOSE: {message}");

    public override void WriteWarningLine(string message) => log.WriteLine($"WARNING: {message}");

    public override void WriteProgress(long sourceId, ProgressRecord record) => log.Add(record);

    public override string? ReadLine() => _responder.ReadLine();

    public override SecureString? ReadLineAsSecureString() => _responder.ReadSecureLine();

    public override Dictionary<string, PSObject?>? Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        _responder.AskFields(caption, message, descriptions);

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        _responder.AskChoice(caption, message, [.. choices.Select(choice => choice.Label)], defaultChoice);

    public override PSCredential? PromptForCredential(string caption, string message, string userName, string targetName) =>
        _responder.AskCredential(caption, message, userName);

    public override PSCredential? PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options
    ) => _responder.AskCredential(caption, message, userName);
}
