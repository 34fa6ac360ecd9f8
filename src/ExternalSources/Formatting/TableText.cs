using System.Text;

namespace ExternalSources.Formatting;

/// <summary>Formats text for the cells of the table views.</summary>
public static class TableText
{
    // A word that is longer than a line breaks after these characters, so that addresses and account ids stay readable.
    private static readonly char[] Joints = { '-', '@', '.', ':', '/', '\\', '_' };

    /// <summary>Breaks text into lines between words. PowerShell's own wrapping breaks inside words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The width of a line in characters. If it is less than four, the text stays unchanged.</param>
    public static string? Wrap(string? text, int width)
    {
        if (text is null || text.Length <= width || width < 4)
        {
            return text;
        }

        var lines = new StringBuilder(text.Length + 8);
        foreach (var paragraph in text.Replace("\r\n", "\n").Split('\n'))
        {
            var rest = paragraph;
            while (rest.Length > width)
            {
                var end = End(rest, width);
                lines.Append(rest.Substring(0, end).TrimEnd()).Append('\n');
                rest = rest.Substring(end).TrimStart();
            }

            lines.Append(rest).Append('\n');
        }

        return lines.ToString(0, lines.Length - 1);
    }

    private static int End(string text, int width)
    {
        var blank = text.LastIndexOf(' ', width);
        if (blank > 0)
        {
            return blank;
        }

        var joint = text.LastIndexOfAny(Joints, width - 1);
        return joint > 0 ? joint + 1 : width - (char.IsHighSurrogate(text[width - 1]) ? 1 : 0);
    }
}
