using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http.Paging;

/// <summary>
/// Reads a list that is paged by offset: several pages maxConcurrency, in order, to the first empty page. Neighbouring pages share one row. As long as
/// that row is the same in both, nothing moved between the two requests; when it is not, somebody was added or removed meanwhile, and the
/// reader looks for the place where it was. Records that the service could not read share nothing: they have no id by which one could be told from another.
/// </summary>
internal sealed class OffsetList<T>
    where T : class
{
    private const int MaxRealignments = 100;

    /// <summary>How many pages in a row may hold nothing new.</summary>
    private const int MaxRepeats = 10;

    private readonly string _what;
    private readonly Func<int, int, CancellationToken, Task<OffsetPage<T>>> _fetch;
    private readonly Func<T, string> _id;
    private readonly int _maxConcurrency;
    private readonly IdSet _seen = new();

    private int _pageSize;

    /// <summary>The rows of the last page up to the one that the next page is to begin with.</summary>
    private IReadOnlyList<T?> _last = Array.Empty<T?>();
    private int _realignments;
    private int _repeats;

    /// <summary>A list whose pages are rows and nothing else.</summary>
    /// <param name="what">What it lists, for messages.</param>
    /// <param name="pageSize">How many rows to ask for; the server may give fewer.</param>
    /// <param name="maxConcurrency">How many pages are asked for at the same time.</param>
    /// <param name="id">A row's id.</param>
    /// <param name="fetch">Reads the rows from an offset on, at most so many.</param>
    public OffsetList(string what, int pageSize, int maxConcurrency, Func<T, string> id, Func<int, int, CancellationToken, Task<IReadOnlyList<T>>> fetch)
        : this(what, pageSize, maxConcurrency, id, async (start, count, cancellationToken) =>
            new OffsetPage<T>(await fetch(start, count, cancellationToken).ConfigureAwait(false))
        ) { }

    /// <summary>A list whose pages may tell its length and its end, and have gaps.</summary>
    public OffsetList(string what, int pageSize, int maxConcurrency, Func<T, string> id, Func<int, int, CancellationToken, Task<OffsetPage<T>>> fetch)
    {
        _what = what;
        _pageSize = pageSize;
        _maxConcurrency = maxConcurrency;
        _id = id;
        _fetch = fetch;
    }

    /// <summary>How many records the service could not read. It gives them without an id, so nobody knows whom they are about.</summary>
    public int Unreadable { get; private set; }

    private int Step => Math.Max(1, _pageSize - 1);

    /// <summary>Reads a list that must have no gap.</summary>
    /// <exception cref="IncompleteListException">The list could not be read to its end, or a record of it could not.</exception>
    public async Task ReadWholeAsync(Func<IReadOnlyList<T>, Task> handle, CancellationToken cancellationToken)
    {
        await ReadAsync(handle, cancellationToken).ConfigureAwait(false);
        if (Unreadable > 0)
        {
            throw Gaps(Unreadable);
        }
    }

    /// <summary>Reads the list and hands on its pages, without rows that were there before.</summary>
    /// <exception cref="IncompleteListException">The list could not be read to its end.</exception>
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
            // A server that caps pages lower does not say so: it only gives fewer rows. A short list looks the same, so nothing is asked ahead yet.
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
                window = _maxConcurrency;
                if (!Follows(page.Rows))
                {
                    Drop(pages);
                    offset = await RealignAsync(offset, handle, abandon.Token).ConfigureAwait(false);
                    continue;
                }

                if (LastReadable(page.Rows) == 0)
                {
                    // Nothing behind the shared row: that is what an empty page is here. Only a server that gives one row at a time answers like
                    // this in the middle, too, and one that gives only records that it could not read, and one that errs and says so by its own
                    // count: then only an empty page proves the end.
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
                    // These rows share none with the last page: they follow it if it has not moved before and after.
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
                if (offset == next && page.Rows.Count >= _pageSize)
                {
                    continue;
                }

                // The end, or a server that gave less this time: what was asked ahead might leave a gap, so look from here.
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
    /// A page. One without rows is the list's end, unless the same answer says that there are more: a list that changes meanwhile may look
    /// like that once, and is asked for once more.
    /// </summary>
    private async Task<OffsetPage<T>> FetchAsync(int start, CancellationToken cancellationToken)
    {
        var count = Math.Max(_pageSize, 2);
        var page = await _fetch(start, count, cancellationToken).ConfigureAwait(false);
        if (page.Rows.Count > 0 || !page.SaysMore(start))
        {
            return page;
        }

        page = await _fetch(start, count, cancellationToken).ConfigureAwait(false);
        return page.Rows.Count > 0 || !page.SaysMore(start) ? page : throw Early(start, page.Total);
    }

    // An empty page where the last row should be: the list has become shorter.
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

    /// <summary>The list ends with records that could not be read. When it goes on behind a whole page of them nothing holds the pages together any more.</summary>
    private async Task EndInGapsAsync(int gaps, int behind, CancellationToken cancellationToken)
    {
        Unreadable += gaps;
        if (gaps > 0 && (await FetchAsync(behind, cancellationToken).ConfigureAwait(false)).Rows.Count > 0)
        {
            throw Gaps(Unreadable);
        }
    }

    /// <summary>Finds the last row that was handed on, or the one before it that is still there, and goes on behind it.</summary>
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

        // Rows moved forward when some were removed, and backward when some were added.
        foreach (var start in new[] { offset - Step, offset - (2 * Step), offset, offset + Step }.Select(start => Math.Max(0, start)).Distinct())
        {
            var page = (await _fetch(start, _pageSize, cancellationToken).ConfigureAwait(false)).Rows;
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

    /// <summary>Hands on the rows of a page that begins at an offset, up to the last one that can be read: what is behind it the next page has, too.</summary>
    /// <returns>The offset of that row, with which the next page begins.</returns>
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
                $"The list of {_what} does not end: after {Invariant.Count(_seen.Count, "row")} its pages repeat what was there before.",
                "Run the command again; if it stays so, report it to Atlassian's support.",
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
            $"The list of {_what} ends at row {Invariant.Text(start)}, but the service {(total is { } count ? "counts " + Invariant.Text(count) : "says that there are more")}.",
            "Run the command again; if it stays so, report it to Atlassian's support.",
            _seen.Count
        );

    private IncompleteListException Gaps(int count) =>
        new(
            $"The list of {_what} has {Invariant.Count(count, "record")} that the service could not read, as during an outage; {Invariant.Count(_seen.Count, "row")} had been read.",
            "Run the command again later; if it stays so, report it to Atlassian's support.",
            _seen.Count
        );

    private IncompleteListException Changing() =>
        new(
            $"The list of {_what} changed so much while it was read that its end could not be found; {Invariant.Count(_seen.Count, "row")} had been read.",
            "Run the command again when fewer changes are made.",
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

    // Nobody looks at it any more; its failure is no failure of the list.
    private static void Forget(Task? page) =>
        _ = page?.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
