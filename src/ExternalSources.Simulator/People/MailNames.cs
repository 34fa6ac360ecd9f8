using System;
using System.Globalization;
using System.Text;

namespace ExternalSources.Simulator.People;

/// <summary>
/// The local part of an address: the name in plain letters, then the person's number, by which the address finds its owner.
/// </summary>
internal static class MailNames
{
    /// <summary>Makes an address of two plain names, which may be empty.</summary>
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

    /// <summary>The letters that are left when accents are taken off.</summary>
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
