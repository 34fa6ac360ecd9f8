using System;
using System.Globalization;
using System.Text;

namespace ExternalSources.Simulator.People;

/// <summary>
/// The local part of an e-mail address: the name in plain letters, then the number of the person, so that a lookup needs no index.
/// </summary>
internal static class MailNames
{
    /// <summary>Creates an address from two plain names, which can be empty.</summary>
    public static string Create(string first, string last, int index, string domain) =>
        first.Length == 0 || last.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"user{index}@{domain}")
            : string.Create(CultureInfo.InvariantCulture, $"{first}.{last}{index}@{domain}");

    public static bool TryReadIndex(ReadOnlySpan<char> email, out int index)
    {
        index = -1;
        var at = email.LastIndexOf('@');
        if (at <= 0)
        {
            return false;
        }

        var local = email[..at];
        var start = local.Length;
        while (start > 0 && char.IsAsciiDigit(local[start - 1]))
        {
            start--;
        }

        return int.TryParse(local[start..], NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    /// <summary>The letters of a text without accents.</summary>
    public static string Plain(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetter(letter))
            {
                text.Append(char.ToLowerInvariant(letter));
            }
        }

        return text.ToString();
    }
}
