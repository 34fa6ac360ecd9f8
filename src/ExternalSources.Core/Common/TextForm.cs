using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace ExternalSources.Core.Common;

/// <summary>
/// One spelling for texts that look the same: an accent may be a character of its own, as keyboards and files of some systems have it, or be one with
/// its letter (https://unicode.org/reports/tr15/, form C).
/// </summary>
internal static class TextForm
{
    /// <summary>No character below this one is changed by composing.</summary>
    private const char FirstCombining = '\u0300';

    /// <summary>The text with its accents in the letters. Most texts of a list are so already, and are given back as they are.</summary>
    public static string Composed(string text) => IsPlain(text) ? text : To(text, NormalizationForm.FormC);

    /// <summary>The text with its accents beside the letters.</summary>
    public static string Decomposed(string text) => To(text, NormalizationForm.FormD);

    [MethodImpl(Compilation.Optimized)]
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (c >= FirstCombining)
            {
                return false;
            }
        }

        return true;
    }

    private static string To(string text, NormalizationForm form)
    {
        try
        {
            return text.IsNormalized(form) ? text : text.Normalize(form);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: no text at all, which fits only itself.
            return text;
        }
    }
}
