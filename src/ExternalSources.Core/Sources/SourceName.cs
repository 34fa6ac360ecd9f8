using System.Globalization;
using System.Linq;
using System.Text;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>Validates a source's name. A name contains only visible characters and no wildcard.</summary>
internal static class SourceName
{
    public const int MaxLength = 64;

    private const string Wildcards = "*?[]`";

    /// <summary>Returns the valid name, without surrounding spaces.</summary>
    /// <exception cref="InvalidInputException">The name is not valid.</exception>
    public static string Validate(string? name)
    {
        var trimmed = name?.Trim() ?? string.Empty;
        if (trimmed.Length == 0)
        {
            throw new InvalidInputException("Name", "The name is empty.", "Specify a name for the source, such as 'acme'.");
        }

        if (trimmed.Length > MaxLength)
        {
            throw new InvalidInputException(
                "Name",
                $"The name has {Invariant.Text(trimmed.Length)} characters, but only {Invariant.Text(MaxLength)} are allowed.",
                "Choose a shorter name."
            );
        }

        // This check is first, so that no other message writes such a character to a terminal.
        if (
            trimmed.Any(char.IsControl)
            || trimmed.Any(c => char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.PrivateUse)
            || HasLoneSurrogate(trimmed)
        )
        {
            throw new InvalidInputException(
                "Name",
                "The name contains an invisible character, such as a tab, a line break, or another control character.",
                "Choose a name that contains only visible characters."
            );
        }

        if (trimmed.Any(c => Wildcards.IndexOf(c) >= 0))
        {
            throw new InvalidInputException(
                "Name",
                $"The name '{trimmed}' contains a wildcard character.",
                "Choose a name without the characters * ? [ ] and `."
            );
        }

        // Names that look the same are the same name.
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
