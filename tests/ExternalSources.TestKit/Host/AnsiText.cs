using System.Text.RegularExpressions;

namespace ExternalSources.TestKit.Host;

/// <summary>Text as a reader sees it: without colours.</summary>
internal static partial class AnsiText
{
    public static string Strip(string? text) => text is null ? string.Empty : EscapeSequence().Replace(text, string.Empty);

    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)")]
    private static partial Regex EscapeSequence();
}
