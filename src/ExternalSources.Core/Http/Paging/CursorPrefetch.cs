using System;
using System.Text;

namespace ExternalSources.Core.Http.Paging;

/// <summary>
/// Finds the cursor of the next page in a response that is not parsed yet, so that the next page can be requested during parsing. The services write
/// their links after the rows. The caller compares the cursor with the parsed page, because it may be wrong.
/// </summary>
internal static class CursorPrefetch
{
    /// <summary>The length of the searched end of the response, in bytes. A cursor has a few hundred characters.</summary>
    private const int TailLength = 4096;

    private const string Name = "\"next\":\"";

    /// <summary>The cursor of the next page; <see langword="null"/> if the end of the response contains none.</summary>
    public static string? FindNextCursor(ResponseBuffer body)
    {
        var tail = Encoding.UTF8.GetString(body.Tail(TailLength));
        var name = tail.LastIndexOf(Name, StringComparison.Ordinal);
        if (name < 0)
        {
            return null;
        }

        var start = name + Name.Length;
        var end = tail.IndexOf('"', start);

        // A cursor with escaped characters needs the parser.
        return end <= start || tail.IndexOf('\\', start, end - start) >= 0 ? null : tail.Substring(start, end - start);
    }
}
