using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace ExternalSources.Core.Common;

/// <summary>A text or a wildcard, compared without regard to case and to how accents are spelt, and in the same way on every machine.</summary>
internal sealed class TextPattern
{
    private readonly Regex? _regex;

    /// <summary>A text with wildcards as in PowerShell: *, ?, [sets], and ` before one of them for the character itself.</summary>
    /// <exception cref="InvalidInputException">A range in a set runs backwards.</exception>
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

    /// <summary>A text that means itself, whatever characters are in it.</summary>
    public static TextPattern Literal(string text) => new(TextForm.Composed(text.Trim()), null);

    private static char[] Wildcards { get; } = { '*', '?', '[' };

    public string Text { get; }

    public bool IsExact => _regex is null;

    /// <summary>How an exact text may be written, for a service that compares character by character.</summary>
    public IEnumerable<string> Spellings => new[] { Text, TextForm.Decomposed(Text) }.Distinct(StringComparer.Ordinal);

    public bool Matches(string? text) => text is not null && MatchesComposed(TextForm.Composed(text));

    /// <summary>Whether it fits a text in <see cref="TextForm.Composed"/>.</summary>
    public bool MatchesComposed(string text) => _regex?.IsMatch(text) ?? text.Equals(Text, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Text;

    /// <summary>The pattern as a regular expression, and what it says where no wildcard in it means anything.</summary>
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
                // A set of characters, as in PowerShell: only ranges mean anything in it.
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
                $"'{text}' is not a wildcard pattern: a range in brackets runs backwards.",
                "Write a ` before a bracket that means itself."
            );
        }
    }
}
