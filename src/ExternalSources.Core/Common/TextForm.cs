using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace ExternalSources.Core.Common;

/// <summary>
/// Normalizes texts, so that texts that look the same are equal. Some keyboards and file systems write an accented letter as one character, others as
/// a letter and a combining accent (https://unicode.org/reports/tr15/).
/// </summary>
internal static class TextForm
{
    /// <summary>Composing does not change a text whose characters are all below this one.</summary>
    private const char FirstCombining = '\u0300';

    /// <summary>The text with accented letters as single characters (form C). Most texts need no change and are returned as they are.</summary>
    public static string Composed(string text) => IsPlain(text) ? text : To(text, NormalizationForm.FormC);

    /// <summary>The text with combining accents (form D).</summary>
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
            // A text with a lone surrogate cannot be normalized. It matches only itself.
            return text;
        }
    }
}
