using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http.Paging;

/// <summary>A page of a list with offsets.</summary>
/// <param name="Rows">The rows, each in its place; <see langword="null"/> for a record that the service could not read.</param>
/// <param name="Total">The length of the list; <see langword="null"/> if the service does not return it.</param>
/// <param name="IsLast">Whether this is the last page; <see langword="null"/> if the service does not return it.</param>
internal sealed record OffsetPage<T>(IReadOnlyList<T?> Rows, int? Total = null, bool? IsLast = null)
    where T : class
{
    /// <summary>Whether the service reports more rows after this page, which begins at an offset.</summary>
    public bool SaysMore(int start) => Total > start + Rows.Count || IsLast == false;
}

/// <summary>
/// Reads a list with offsets, up to the first empty page. It requests several pages at the same time, and delivers them in order. Adjacent pages share one
/// row. If the shared row differs, rows were added or removed between the requests, and the reader finds its place again. Records that the service could
/// not read have no id, so they cannot be shared rows.
/// </summary>
internal sealed class OffsetList<T>
    where T : class
{
    private const int MaxRealignments = 100;

    /// <summary>The smallest page that is requested if larger pages take the service too long.</summary>
    private const int MinPageSize = 10;

    /// <summary>The maximum number of consecutive pages without new rows.</summary>
    private const int MaxRepeats = 10;

    private readonly string _what;
    private readonly Func<int, int, CancellationToken, Task<OffsetPage<T>>> _fetch;
    private readonly Func<T, string> _id;
    private readonly int _maxConcurrency;
    private readonly IdSet _seen = new();

    private int _pageSize;
    private int _isSmaller;

    /// <summary>The rows of the last page, up to the row that the next page begins with.</summary>
    private IReadOnlyList<T?> _last = Array.Empty<T?>();
    private int _realignments;
    private int _repeats;

    /// <summary>Creates a list whose pages contain only rows.</summary>
    /// <param name="what">The name of the rows, for messages.</param>
    /// <param name="pageSize">The number of rows to request. The server may return fewer.</param>
    /// <param name="maxConcurrency">The maximum number of concurrent requests.</param>
    /// <param name="id">Returns the id of a row.</param>
    /// <param name="fetch">Reads rows, given an offset and the maximum number of rows.</param>
    public OffsetList(string what, int pageSize, int maxConcurrency, Func<T, string> id, Func<int, int, CancellationToken, Task<IReadOnlyList<T>>> fetch)
        : this(what, pageSize, maxConcurrency, id, async (start, count, cancellationToken) =>
            new OffsetPage<T>(await fetch(start, count, cancellationToken).ConfigureAwait(false))
        ) { }

    /// <summary>Creates a list whose pages may contain its length and its end, and unreadable records.</summary>
    public OffsetList(string what, int pageSize, int maxConcurrency, Func<T, string> id, Func<int, int, CancellationToken, Task<OffsetPage<T>>> fetch)
    {
        _what = what;
        _pageSize = pageSize;
        _maxConcurrency = maxConcurrency;
        _id = id;
        _fetch = fetch;
    }

    /// <summary>The number of records that the service could not read. They have no id, so it is unknown which users they belong to.</summary>
    public int Unreadable { get; private set; }

    private int Step => Math.Max(1, _pageSize - 1);

    /// <summary>Reads the list. An unreadable record is an error.</summary>
    /// <exception cref="IncompleteListException">The list cannot be read to its end, or has an unreadable record.</exception>
    public async Task ReadWholeAsync(Func<IReadOnlyList<T>, Task> handle, CancellationToken cancellationToken)
    {
        await ReadAsync(handle, cancellationToken).ConfigureAwait(false);
        if (Unreadable > 0)
        {
            throw IncompleteListException.Gaps(_what, Unreadable, _seen.Count);
        }
    }

    /// <summary>Reads the list and delivers its pages, without repeated rows.</summary>
    /// <exception cref="IncompleteListException">The list cannot be read to its end.</exception>
    public async Task ReadAsync(Func<IReadOnlyList<T>, Task> handle, CancellationToken cancellationToken)
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = new Queue<Task<OffsetPage<T>>>();
        try
        {
            var page = await FetchAsync(0, abandon.Token).ConfigureAwait(false);
            if (page.Rows.Count == 0)
            {
                return;
            }

            // A server with a smaller maximum page size just returns fewer rows. A short list looks the same, so no more pages are requested yet.
            var window = page.Rows.Count < _pageSize ? 1 : _maxConcurrency;
            _pageSize = page.Rows.Count;
            if (LastReadable(page.Rows) < 0)
            {
                await EndInGapsAsync(page.Rows.Count, page.Rows.Count, abandon.Token).ConfigureAwait(false);
                return;
            }

            var offset = await HandAsync(page.Rows, 0, handle).ConfigureAwait(false);
            if (page.Rows.Count == 1 && (await FetchAsync(1, abandon.Token).ConfigureAwait(false)).Rows.Count == 0)
            {
                return;
            }

            while (true)
            {
                while (pages.Count < window)
                {
                    pages.Enqueue(FetchAsync(offset + (pages.Count * Step), abandon.Token));
                }

                page = await pages.Dequeue().ConfigureAwait(false);
                var isSmaller = Interlocked.Exchange(ref _isSmaller, 0) == 1;
                window = _maxConcurrency;
                if (!Follows(page.Rows))
                {
                    Drop(pages);
                    offset = await RealignAsync(offset, handle, abandon.Token).ConfigureAwait(false);
                    continue;
                }

                if (LastReadable(page.Rows) == 0)
                {
                    // The page has no row after the shared row, so the list ends here. There are three exceptions: the server returns one row at a
                    // time, all other records are unreadable, or the server's own count reports more rows. Then only an empty page proves the end.
                    var gaps = page.Rows.Count - 1;
                    var behind = offset + page.Rows.Count;
                    if (gaps == 0 && _pageSize > 1 && !page.SaysMore(offset))
                    {
                        return;
                    }

                    var rest = (await FetchAsync(behind, abandon.Token).ConfigureAwait(false)).Rows;
                    if (LastReadable(rest) < 0)
                    {
                        await EndInGapsAsync(gaps + rest.Count, behind + rest.Count, abandon.Token).ConfigureAwait(false);
                        return;
                    }

                    Drop(pages);
                    window = 1;
                    // These rows share no row with the last page. They follow it if the list did not change between the requests.
                    if (Follows((await FetchAsync(offset, abandon.Token).ConfigureAwait(false)).Rows))
                    {
                        Unreadable += gaps;
                        offset = await HandAsync(rest, behind, handle).ConfigureAwait(false);
                    }
                    else
                    {
                        offset = await RealignAsync(offset, handle, abandon.Token).ConfigureAwait(false);
                    }

                    continue;
                }

                var next = offset + Step;
                offset = await HandAsync(page.Rows, offset, handle).ConfigureAwait(false);
                if (offset == next && page.Rows.Count >= _pageSize && !isSmaller)
                {
                    continue;
                }

                // The list ends, or the server returned fewer rows. The requested pages might leave a gap, so the reader continues from here.
                Drop(pages);
                window = 1;
            }
        }
        catch (ServiceException exception) when (exception is not IncompleteListException)
        {
            throw IncompleteListException.Broken(_what, _seen.Count, exception);
        }
        finally
        {
            abandon.Cancel();
            Drop(pages);
        }
    }

    /// <summary>
    /// Reads a page. An empty page is the end of the list, unless the response reports more rows. A list that changes at the same time can cause this,
    /// so the page is requested once more.
    /// </summary>
    private async Task<OffsetPage<T>> FetchAsync(int start, CancellationToken cancellationToken)
    {
        var count = Math.Max(_pageSize, 2);
        var page = await RequestAsync(start, count, cancellationToken).ConfigureAwait(false);
        if (page.Rows.Count > 0 || !page.SaysMore(start))
        {
            return page;
        }

        page = await RequestAsync(start, count, cancellationToken).ConfigureAwait(false);
        return page.Rows.Count > 0 || !page.SaysMore(start) ? page : throw Early(start, page.Total);
    }

    /// <summary>
    /// Requests a page. Jira refuses a page that takes longer than ten seconds with 409
    /// (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/), so half of it is requested, and the rest of the list in such pages.
    /// </summary>
    private async Task<OffsetPage<T>> RequestAsync(int start, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _fetch(start, count, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceStatusException exception) when (exception.StatusCode == 409)
            {
                if (count / 2 < MinPageSize)
                {
                    throw new IncompleteListException(
                        $"The service takes too long for the list of {_what}, even for pages of {Invariant.Text(count)} rows. "
                            + $"Before this error, {Invariant.Count(_seen.Count, "row")} {(_seen.Count == 1 ? "was" : "were")} read.",
                        "Run the command again when the service is less busy.",
                        _seen.Count,
                        exception
                    );
                }

                count /= 2;
                _pageSize = Math.Min(_pageSize, count);
                Volatile.Write(ref _isSmaller, 1);
            }
        }
    }

    // An empty page instead of the last row means that the list is shorter now.
    private bool Follows(IReadOnlyList<T?> page) => page.Count > 0 && page[0] is { } first && _id(first) == _id(_last[_last.Count - 1]!);

    private static int LastReadable(IReadOnlyList<T?> page)
    {
        var last = page.Count - 1;
        while (last >= 0 && page[last] is null)
        {
            last--;
        }

        return last;
    }

    /// <summary>Counts unreadable records at the end of the list. If rows follow a full page of them, it is an error, because the pages share no row.</summary>
    private async Task EndInGapsAsync(int gaps, int behind, CancellationToken cancellationToken)
    {
        Unreadable += gaps;
        if (gaps > 0 && (await FetchAsync(behind, cancellationToken).ConfigureAwait(false)).Rows.Count > 0)
        {
            throw IncompleteListException.Gaps(_what, Unreadable, _seen.Count);
        }
    }

    /// <summary>Finds the last delivered row, or the last earlier row that still exists, and continues after it.</summary>
    /// <returns>The offset of the next page.</returns>
    private async Task<int> RealignAsync(int offset, Func<IReadOnlyList<T>, Task> handle, CancellationToken cancellationToken)
    {
        if (++_realignments > MaxRealignments)
        {
            throw Changing();
        }

        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _last.Count; i++)
        {
            if (_last[i] is { } row)
            {
                known[_id(row)] = i;
            }
        }

        // Removed rows move the others forward, and added rows move them back.
        foreach (var start in new[] { offset - Step, offset - (2 * Step), offset, offset + Step }.Select(start => Math.Max(0, start)).Distinct())
        {
            var page = (await RequestAsync(start, _pageSize, cancellationToken).ConfigureAwait(false)).Rows;
            var anchor = -1;
            var rank = -1;
            for (var i = 0; i < page.Count; i++)
            {
                if (page[i] is { } row && known.TryGetValue(_id(row), out var place) && place > rank)
                {
                    (anchor, rank) = (i, place);
                }
            }

            if (anchor < 0)
            {
                continue;
            }

            var rest = page.Skip(anchor).ToArray();
            if (LastReadable(rest) > 0)
            {
                return await HandAsync(rest, start + anchor, handle).ConfigureAwait(false);
            }

            _last = new[] { rest[0] };
            return start + anchor;
        }

        throw Changing();
    }

    /// <summary>Delivers the rows of a page that begins at an offset, up to the last readable row. The next page contains the rest.</summary>
    /// <returns>The offset of that row. The next page begins with it.</returns>
    private async Task<int> HandAsync(IReadOnlyList<T?> page, int start, Func<IReadOnlyList<T>, Task> handle)
    {
        var last = LastReadable(page);
        _last = last == page.Count - 1 ? page : page.Take(last + 1).ToArray();
        var fresh = Fresh(_last);
        if (fresh.Count > 0)
        {
            _repeats = 0;
            await handle(fresh).ConfigureAwait(false);
        }
        else if (++_repeats > MaxRepeats)
        {
            throw new IncompleteListException(
                $"The list of {_what} does not end. After {Invariant.Count(_seen.Count, "row")}, its pages repeat earlier rows.",
                "Run the command again. If the error persists, report it to Atlassian support.",
                _seen.Count
            );
        }

        return start + last;
    }

    [MethodImpl(Compilation.Optimized)]
    private List<T> Fresh(IReadOnlyList<T?> page)
    {
        var fresh = new List<T>(page.Count);
        for (var i = 0; i < page.Count; i++)
        {
            if (page[i] is not { } row)
            {
                Unreadable++;
            }
            else if (_seen.Add(_id(row)))
            {
                fresh.Add(row);
            }
        }

        return fresh;
    }

    private IncompleteListException Early(int start, int? total) =>
        new(
            $"The list of {_what} ends at row {Invariant.Text(start)}, but the service "
                + (total is { } count ? $"counts {Invariant.Text(count)} rows." : "reports more rows."),
            "Run the command again. If the error persists, report it to Atlassian support.",
            _seen.Count
        );

    private IncompleteListException Changing() =>
        new(
            $"The list of {_what} changed so much during the read that its end was not found. "
                + $"Before this error, {Invariant.Count(_seen.Count, "row")} {(_seen.Count == 1 ? "was" : "were")} read.",
            "Run the command again when the list changes less often.",
            _seen.Count
        );

    private static void Drop(Queue<Task<OffsetPage<T>>> pages)
    {
        foreach (var page in pages)
        {
            Forget(page);
        }

        pages.Clear();
    }

    // Drops a page. Its error is not an error of the list.
    private static void Forget(Task? page) =>
        _ = page?.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
