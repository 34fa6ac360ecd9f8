using System;
using System.Linq;
using System.Xml.Linq;

namespace ExternalSources.HelpBuilder.Documentation;

/// <summary>The text of a <c>code</c> element without the indentation of the comment around it.</summary>
internal static class CodeBlock
{
    public static string Read(XElement code)
    {
        var lines = code.Value.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).ToList();
        var startsOnTagLine = lines[0].Length > 0;
        if (startsOnTagLine)
        {
            lines[0] = lines[0].TrimStart();
        }

        var outer = lines.Skip(1).Where(line => line.Length > 0).Select(Indentation).DefaultIfEmpty(0).Min();
        if (startsOnTagLine)
        {
            outer = Math.Min(outer, IndentationOfTag(code));
        }

        var dedented = lines.Select((line, index) => index == 0 || line.Length == 0 ? line : line[outer..]);
        return string.Join('\n', dedented).Trim('\n');
    }

    private static int IndentationOfTag(XElement code)
    {
        var before = (code.PreviousNode as XText)?.Value ?? "";
        return before.Length - (before.LastIndexOf('\n') + 1);
    }

    private static int Indentation(string line) => line.Length - line.TrimStart().Length;
}
