using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace ExternalSources.Core.Common;

/// <summary>A text or a wildcard pattern. Matching ignores case, the spelling of accents, and the culture of the machine.</summary>
internal sealed class TextPattern
{
    private readonly Regex? _regex;

    /// <summary>Reads a text with the wildcards of PowerShell: *, ?, and [sets]. A backtick escapes a wildcard character.</summary>
    /// <exception cref="InvalidInputException">A range in a set is reversed.</exception>
    public TextPattern(string text)
    {
        Text = TextForm.Composed(text.Trim());
        if (Text.IndexOfAny(Wildcards) < 0)
        {
            return;
        }

        var (regex, literal) = Read(Text);
        if (literal is not null)
        {
            Text = literal;
        }
        else
        {
            _regex = Compile(Text, regex);
        }
    }

    private TextPattern(string text, Regex? regex)
    {
        Text = text;
        _regex = regex;
    }

    /// <summary>A pattern without wildcards: each character matches only itself.</summary>
    public static TextPattern Literal(string text) => new(TextForm.Composed(text.Trim()), null);

    private static char[] Wildcards { get; } = { '*', '?', '[' };

    public string Text { get; }

    public bool IsExact => _regex is null;

    /// <summary>The spellings of an exact text, for a service that compares character by character.</summary>
    public IEnumerable<string> Spellings => new[] { Text, TextForm.Decomposed(Text) }.Distinct(StringComparer.Ordinal);

    public bool Matches(string? text) => text is not null && MatchesComposed(TextForm.Composed(text));

    /// <summary>Whether the pattern matches a text that <see cref="TextForm.Composed"/> returned.</summary>
    public bool MatchesComposed(string text) => _regex?.IsMatch(text) ?? text.Equals(Text, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Text;

    /// <summary>The pattern as a regular expression, and its literal text if it has no active wildcard.</summary>
    private static (string Regex, string? Literal) Read(string pattern)
    {
        var regex = new StringBuilder();
        var literal = new StringBuilder();
        var isLiteral = true;
        for (var i = 0; i < pattern.Length; i++)
        {
            var end = pattern[i] == '[' ? pattern.IndexOf(']', i + 1) : -1;
            if (end > i + 1)
            {
                // As in PowerShell, only ranges have a special meaning in a set of characters.
                regex.Append('[').Append(pattern.Substring(i + 1, end - i - 1).Replace("\\", "\\\\").Replace("^", "\\^").Replace("[", "\\[")).Append(']');
                isLiteral = false;
                i = end;
            }
            else if (pattern[i] is '*' or '?')
            {
                regex.Append(pattern[i] == '*' ? ".*" : ".");
                isLiteral = false;
            }
            else
            {
                if (pattern[i] == '`' && i + 1 < pattern.Length)
                {
                    i++;
                }

                regex.Append(Regex.Escape(pattern[i].ToString()));
                literal.Append(pattern[i]);
            }
        }

        return (regex.ToString(), isLiteral ? literal.ToString() : null);
    }

    private static Regex Compile(string text, string regex)
    {
        try
        {
            return new Regex("^" + regex + "\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (ArgumentException)
        {
            throw new InvalidInputException(
                "Wildcard",
                $"'{text}' is not a valid wildcard pattern, because a range in brackets is reversed.",
                "Correct the range, or write a backtick (`) before a bracket that is part of the text."
            );
        }
    }
}
