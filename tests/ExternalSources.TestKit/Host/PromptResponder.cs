using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace ExternalSources.TestKit.Host;

/// <summary>Records each prompt and returns its answer.</summary>
internal sealed class PromptResponder(HostLog log, PromptAnswers answers)
{
    public bool NonInteractive { get; set; }

    public string? ReadLine()
    {
        var prompt = Ask(new PromptRecord(PromptKind.Line, string.Empty, string.Empty));
        return Next(prompt) switch
        {
            PromptAnswers.LineAnswer line => line.Text,
            object other => throw Unexpected(PromptAnswers.Mismatch(prompt, other)),
        };
    }

    public SecureString? ReadSecureLine()
    {
        var prompt = Ask(new PromptRecord(PromptKind.SecureLine, string.Empty, string.Empty));
        return Next(prompt) switch
        {
            PromptAnswers.SecureAnswer secure => secure.Secret,
            object other => throw Unexpected(PromptAnswers.Mismatch(prompt, other)),
        };
    }

    public int AskChoice(string caption, string message, IReadOnlyList<string> choices, int defaultChoice)
    {
        var prompt = Ask(new PromptRecord(PromptKind.Choice, caption, message) { Choices = choices, DefaultChoice = defaultChoice });
        var answer = Next(prompt);
        var picked = answer switch
        {
            PromptAnswers.ChoiceAnswer choice => ChoiceLabels.IndexOf(choices, choice.Label),
            _ => -1,
        };
        return picked >= 0 ? picked : throw Unexpected(PromptAnswers.Mismatch(prompt, answer));
    }

    public PSCredential? AskCredential(string caption, string message, string? userName)
    {
        var prompt = Ask(new PromptRecord(PromptKind.Credential, caption, message) { Fields = string.IsNullOrEmpty(userName) ? [] : [userName] });
        return Next(prompt) switch
        {
            PromptAnswers.CredentialAnswer credential => credential.With(userName),
            object other => throw Unexpected(PromptAnswers.Mismatch(prompt, other)),
        };
    }

    public Dictionary<string, PSObject?>? AskFields(string caption, string message, IReadOnlyCollection<FieldDescription> fields)
    {
        var prompt = Ask(
            new PromptRecord(PromptKind.Fields, caption, message)
            {
                Fields = [.. fields.Select(field => field.Name)],
                MaskedFields = [.. fields.Where(PromptFields.IsMasked).Select(field => field.Name)],
            }
        );
        var filled = new Dictionary<string, PSObject?>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            filled[field.Name] = PromptFields.Fill(field, () => Next(prompt), answer => Unexpected(PromptAnswers.Mismatch(prompt, answer)));
        }

        return filled;
    }

    private PromptRecord Ask(PromptRecord prompt)
    {
        log.Add(prompt);

        // The text is that of the console host.
        return NonInteractive
            ? throw new PSInvalidOperationException("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.")
            : prompt;
    }

    private object Next(PromptRecord prompt)
    {
        try
        {
            return answers.Take(prompt);
        }
        catch (UnexpectedPromptException unexpected)
        {
            throw Unexpected(unexpected);
        }
    }

    /// <summary>Logs the exception. The code under test can swallow it, so the shell reads the log and fails the test.</summary>
    private UnexpectedPromptException Unexpected(UnexpectedPromptException unexpected)
    {
        log.Add(unexpected);
        return unexpected;
    }
}
