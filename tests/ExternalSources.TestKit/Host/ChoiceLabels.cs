using System;
using System.Collections.Generic;

namespace ExternalSources.TestKit.Host;

/// <summary>Finds choices by label, such as <c>Yes to &amp;All</c>, where the ampersand marks the hot key.</summary>
internal static class ChoiceLabels
{
    public static int IndexOf(IReadOnlyList<string> labels, string wanted)
    {
        for (var index = 0; index < labels.Count; index++)
        {
            var label = labels[index];
            if (Same(label, wanted) || Same(Plain(label), wanted) || Same(HotKey(label), wanted))
            {
                return index;
            }
        }

        return -1;
    }

    private static string Plain(string label) => label.Replace("&", string.Empty, StringComparison.Ordinal);

    private static string? HotKey(string label)
    {
        var ampersand = label.IndexOf('&', StringComparison.Ordinal);
        return ampersand >= 0 && ampersand + 1 < label.Length ? label.Substring(ampersand + 1, 1) : null;
    }

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
