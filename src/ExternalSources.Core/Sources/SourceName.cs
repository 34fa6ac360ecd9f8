using System.Globalization;
using System.Linq;
using System.Text;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>The rules for a source's name: it must be typable, and never be mistaken for a wildcard.</summary>
internal static class SourceName
{
    public const int MaxLength = 64;

    private const string Wildcards = "*?[]`";

    public static string Validate(string? name)
    {
        var trimmed = name?.Trim() ?? string.Empty;
        if (trimmed.Length == 0)
        {
            throw new InvalidInputException("Name", "The name is empty.", "Give the source a name, such as 'acme'.");
        }

        if (trimmed.Length > MaxLength)
        {
            throw new InvalidInputException(
                "Name",
                $"The name has {Invariant.Text(trimmed.Length)} characters; {Invariant.Text(MaxLength)} are allowed.",
                "Choose a shorter name."
            );
        }
        // First, so that no other message repeats such a character to a terminal.
        if (
            trimmed.Any(char.IsControl)
            || trimmed.Any(c => char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.PrivateUse)
            || HasLoneSurrogate(trimmed)
        )
        {
            throw new InvalidInputException(
                "Name",
                "The name contains a control character, such as a tab or a line break, or one that cannot be seen.",
                "Choose a name of visible characters."
            );
        }

        if (trimmed.Any(c => Wildcards.IndexOf(c) >= 0))
        {
            throw new InvalidInputException(
                "Name",
                $"The name '{trimmed}' contains a wildcard character.",
                "Choose a name without * ? [ ] and `, so that it always means one source."
            );
        }
        // Two spellings that look the same are the same name.
        return trimmed.Normalize(NormalizationForm.FormC);
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
