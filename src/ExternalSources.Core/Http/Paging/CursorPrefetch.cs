using System;
using System.Text;

namespace ExternalSources.Core.Http.Paging;

/// <summary>
/// Finds the cursor of the next page in an answer that has not been parsed yet: the services write their links behind the rows. It is a guess that saves
/// the time that parsing takes; whoever made it holds it against what was parsed.
/// </summary>
internal static class CursorPrefetch
{
    /// <summary>Links are short; a cursor is some hundred characters.</summary>
    private const int TailLength = 4096;

    private const string Name = "\"next\":\"";

    public static string? In(ResponseBuffer body)
    {
        var tail = Encoding.UTF8.GetString(body.Tail(TailLength));
        var name = tail.LastIndexOf(Name, StringComparison.Ordinal);
        if (name < 0)
        {
            return null;
        }

        var start = name + Name.Length;
        var end = tail.IndexOf('"', start);
        // What is written with escapes is left to the parser.
        return end <= start || tail.IndexOf('\\', start, end - start) >= 0 ? null : tail.Substring(start, end - start);
    }
}
