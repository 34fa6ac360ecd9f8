using System;
using System.Text;
using System.Text.RegularExpressions;

namespace ExternalSources;

/// <summary>A text or a wildcard, compared without regard to case and in the same way on every machine.</summary>
internal sealed class TextPattern
{
    private readonly Regex? _regex;

    public TextPattern(string text)
    {
        Text = text.Trim();
        if (Text.IndexOfAny(Wildcards) >= 0)
            _regex = new Regex(ToRegex(Text), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    private static char[] Wildcards { get; } = { '*', '?', '[' };

    public string Text { get; }

    public bool IsExact => _regex is null;

    public bool Matches(string? text) =>
        text is not null && (_regex?.IsMatch(text) ?? text.Equals(Text, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => Text;

    private static string ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var end = pattern[i] == '[' ? pattern.IndexOf(']', i + 1) : -1;
            if (end > i + 1)
            {
                // A set of characters, as in PowerShell: only ranges mean anything in it.
                regex.Append('[').Append(pattern.Substring(i + 1, end - i - 1).Replace("\\", "\\\\").Replace("^", "\\^").Replace("[", "\\[")).Append(']');
                i = end;
                continue;
            }

            regex.Append(pattern[i] switch { '*' => ".*", '?' => ".", _ => Regex.Escape(pattern[i].ToString()) });
        }

        return regex.Append('$').ToString();
    }
}
