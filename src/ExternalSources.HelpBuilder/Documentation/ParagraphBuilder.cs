using System;
using System.Collections.Generic;
using System.Text;

namespace ExternalSources.HelpBuilder.Documentation;

/// <summary>Collects running text, where only markup starts a new line.</summary>
internal sealed class ParagraphBuilder
{
    private readonly List<string> _paragraphs = [];
    private readonly StringBuilder _current = new();

    public IReadOnlyList<string> Paragraphs
    {
        get
        {
            EndParagraph();
            return _paragraphs;
        }
    }

    public void Add(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                _current.Append(character);
            }
            else if (_current.Length > 0 && _current[^1] is not (' ' or '\n'))
            {
                _current.Append(' ');
            }
        }
    }

    public void BreakLine() => _current.Append('\n');

    public void AddBlock(string text)
    {
        EndParagraph();
        if (text.Length > 0)
        {
            _paragraphs.Add(text);
        }
    }

    public void EndParagraph()
    {
        var text = _current.ToString().Replace(" \n", "\n", StringComparison.Ordinal).Trim();
        _current.Clear();
        if (text.Length > 0)
        {
            _paragraphs.Add(text);
        }
    }
}
