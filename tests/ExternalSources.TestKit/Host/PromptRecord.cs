using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.TestKit.Host;

/// <summary>A prompt that the host was shown, with what it offered. The answer is not kept.</summary>
public sealed record PromptRecord(PromptKind Kind, string Caption, string Message)
{
    /// <summary>The names of the fields asked for; of a credential, the user name that was offered.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The names of those fields that were masked while the user typed.</summary>
    public IReadOnlyList<string> MaskedFields { get; init; } = [];

    /// <summary>The labels of the choices, with the hot key's ampersand.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The place of the default in <see cref="Choices"/>, or -1.</summary>
    public int DefaultChoice { get; init; } = -1;

    /// <summary>Whether everything that was asked for was masked.</summary>
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
