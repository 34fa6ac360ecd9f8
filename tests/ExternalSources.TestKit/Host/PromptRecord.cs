using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.TestKit.Host;

/// <summary>A prompt with its fields or choices, but without the answer.</summary>
public sealed record PromptRecord(PromptKind Kind, string Caption, string Message)
{
    /// <summary>The names of the fields; for a credential, the suggested user name.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The names of the masked fields.</summary>
    public IReadOnlyList<string> MaskedFields { get; init; } = [];

    /// <summary>The labels of the choices, with the ampersand of the hot key.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The index of the default in <see cref="Choices"/>; -1 when there is none.</summary>
    public int DefaultChoice { get; init; } = -1;

    /// <summary>Whether all input of the prompt is masked.</summary>
    public bool Masked =>
        Kind switch
        {
            PromptKind.SecureLine or PromptKind.Credential => true,
            PromptKind.Fields => Fields.Count > 0 && !Fields.Except(MaskedFields).Any(),
            _ => false,
        };

    /// <summary>The prompt in one line, for a message.</summary>
    public override string ToString()
    {
        string[] parts = [Caption, Message, string.Join(", ", Fields), string.Join(" | ", Choices)];
        return $"{Kind}: {string.Join(" / ", parts.Where(part => !string.IsNullOrWhiteSpace(part)))}";
    }
}

/// <summary>The kinds of prompts.</summary>
public enum PromptKind
{
    /// <summary>One of several choices (PromptForChoice), as -Confirm and ShouldContinue ask.</summary>
    Choice,

    /// <summary>Named fields (Prompt), as a missing mandatory parameter asks.</summary>
    Fields,

    /// <summary>A line of text (ReadLine).</summary>
    Line,

    /// <summary>A masked line (ReadLineAsSecureString).</summary>
    SecureLine,

    /// <summary>A user name and a password (PromptForCredential).</summary>
    Credential,
}
