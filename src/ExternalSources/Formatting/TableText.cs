using System.Text;

namespace ExternalSources.Formatting;

/// <summary>Text for the cells of the table views.</summary>
public static class TableText
{
    // Where a word that is longer than its line may be broken: addresses and account ids stay readable.
    private static readonly char[] Joints = { '-', '@', '.', ':', '/', '\\', '_' };

    /// <summary>Breaks text into lines between its words. PowerShell's own wrapping breaks inside them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">How wide a line may be. With too little, or none, the text stays as it is.</param>
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
