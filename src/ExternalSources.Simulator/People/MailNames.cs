using System;
using System.Globalization;
using System.Text;

namespace ExternalSources.Simulator.People;

/// <summary>
/// The local part of an address: the name in plain letters, then the person's number, by which the address finds its owner.
/// </summary>
internal static class MailNames
{
    public static string Create(string first, string last, int index)
    {
        var text = new StringBuilder();
        AppendPlain(text, first);
        int firstLength = text.Length;
        text.Append('.');
        AppendPlain(text, last);
        if (firstLength == 0 || text.Length == firstLength + 1)
        {
            text.Clear().Append("user");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{index}").ToString();
    }

    public static bool TryReadIndex(ReadOnlySpan<char> email, out int index)
    {
        index = -1;
        int at = email.LastIndexOf('@');
        if (at <= 0)
        {
            return false;
        }

        ReadOnlySpan<char> local = email[..at];
        int start = local.Length;
        while (start > 0 && char.IsAsciiDigit(local[start - 1]))
        {
            start--;
        }

        return int.TryParse(local[start..], NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    private static void AppendPlain(StringBuilder text, string name)
    {
        foreach (char letter in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetter(letter))
            {
                text.Append(char.ToLowerInvariant(letter));
            }
        }
    }
}
