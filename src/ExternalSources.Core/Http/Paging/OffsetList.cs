using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>
/// Reads a list that is paged by offset: several pages ahead, in order, to the first empty page. Neighbouring pages share one row. As long as
/// that row is the same in both, nothing moved between the two requests; when it is not, somebody was added or removed meanwhile, and the
/// reader looks for the place where it was.
/// </summary>
internal sealed class OffsetList<T>
    where T : class
{
    private const int MaxRealignments = 100;

    private readonly string _what;
    private readonly Func<int, int, CancellationToken, Task<IReadOnlyList<T>>> _fetch;
    private readonly Func<T, string> _id;
    private readonly int _ahead;
    private readonly IdSet _seen = new();

    private int _pageSize;
    private IReadOnlyList<T> _last = Array.Empty<T>();
    private int _realignments;

    /// <summary>A list.</summary>
    /// <param name="what">What it lists, for messages.</param>
    /// <param name="pageSize">How many rows to ask for; the server may give fewer.</param>
    /// <param name="ahead">How many pages are asked for at the same time.</param>
    /// <param name="id">A row's id.</param>
    /// <param name="fetch">Reads the rows from an offset on, at most so many.</param>
    public OffsetList(string what, int pageSize, int ahead, Func<T, string> id, Func<int, int, CancellationToken, Task<IReadOnlyList<T>>> fetch)
    {
        _what = what;
        _pageSize = pageSize;
        _ahead = ahead;
        _id = id;
        _fetch = fetch;
    }

    private int Step => Math.Max(1, _pageSize - 1);

    /// <summary>Reads the list and hands on its pages, without rows that were there before.</summary>
    /// <exception cref="IncompleteListException">The list could not be read to its end.</exception>
    public async Task ReadAsync(Func<IReadOnlyList<T>, Task> handle, CancellationToken cancellationToken)
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = new Queue<Task<IReadOnlyList<T>>>();
        try
        {
            var page = await _fetch(0, _pageSize, abandon.Token).ConfigureAwait(false);
            if (page.Count == 0)
                return;
            // A server that caps pages lower does not say so: it only gives fewer rows. A short list looks the same, so nothing is asked ahead yet.
            var window = page.Count < _pageSize ? 1 : _ahead;
            _pageSize = page.Count;
            await HandAsync(page, handle).ConfigureAwait(false);
            if (page.Count == 1 && (await FetchAsync(1, abandon.Token).ConfigureAwait(false)).Count == 0)
                return;

            var offset = page.Count - 1;
            while (true)
            {
                while (pages.Count < window)
                    pages.Enqueue(FetchAsync(offset + (pages.Count * Step), abandon.Token));
                page = await pages.Dequeue().ConfigureAwait(false);
                window = _ahead;
                if (HasOnlyShared(page))
                {
                    // Nothing behind the shared row: that is what an empty page is here. Only a server that gives one row at a time answers like
                    // this in the middle, too, and only an empty page proves its end.
                    var rest = _pageSize > 1 ? Array.Empty<T>() : await FetchAsync(offset + 1, abandon.Token).ConfigureAwait(false);
                    if (rest.Count == 0)
                        return;
                    Drop(pages);
                    window = 1;
                    // These rows share none with the last page: they follow it if it has not moved before and after.
                    if (Follows(await FetchAsync(offset, abandon.Token).ConfigureAwait(false)))
                    {
                        await HandAsync(rest, handle).ConfigureAwait(false);
                        offset += rest.Count;
                    }
                    else
                    {
                        offset = await RealignAsync(offset, handle, abandon.Token).ConfigureAwait(false);
                    }

                    continue;
                }

                if (!Follows(page))
                {
                    Drop(pages);
                    offset = await RealignAsync(offset, handle, abandon.Token).ConfigureAwait(false);
                    continue;
                }

                await HandAsync(page, handle).ConfigureAwait(false);
                if (page.Count >= _pageSize)
                {
                    offset += Step;
                    continue;
                }

                // The end, or a server that gave less this time: what was asked ahead might leave a gap, so look from here.
                Drop(pages);
                window = 1;
                offset += page.Count - 1;
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

    private Task<IReadOnlyList<T>> FetchAsync(int start, CancellationToken cancellationToken) => _fetch(start, Math.Max(_pageSize, 2), cancellationToken);

    private bool HasOnlyShared(IReadOnlyList<T> page) => page.Count == 1 && Follows(page);

    // An empty page where the last row should be: the list has become shorter.
    private bool Follows(IReadOnlyList<T> page) => page.Count > 0 && _id(page[0]) == _id(_last[_last.Count - 1]);

    /// <summary>Finds the last row that was handed on, or the one before it that is still there, and goes on behind it.</summary>
    /// <returns>The offset of the next page.</returns>
    private async Task<int> RealignAsync(int offset, Func<IReadOnlyList<T>, Task> handle, CancellationToken cancellationToken)
    {
        if (++_realignments > MaxRealignments)
            throw Changing();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _last.Count; i++)
            known[_id(_last[i])] = i;

        // Rows moved forward when some were removed, and backward when some were added.
        foreach (var start in new[] { offset - Step, offset - (2 * Step), offset, offset + Step }.Select(start => Math.Max(0, start)).Distinct())
        {
            var page = await _fetch(start, _pageSize, cancellationToken).ConfigureAwait(false);
            var anchor = -1;
            var rank = -1;
            for (var i = 0; i < page.Count; i++)
            {
                if (known.TryGetValue(_id(page[i]), out var place) && place > rank)
                    (anchor, rank) = (i, place);
            }

            if (anchor < 0)
                continue;
            var rest = page.Skip(anchor).ToArray();
            if (rest.Length > 1)
                await HandAsync(rest, handle).ConfigureAwait(false);
            else
                _last = rest;
            return start + anchor + rest.Length - 1;
        }

        throw Changing();
    }

    private async Task HandAsync(IReadOnlyList<T> page, Func<IReadOnlyList<T>, Task> handle)
    {
        _last = page;
        var fresh = Fresh(page);
        if (fresh.Count > 0)
            await handle(fresh).ConfigureAwait(false);
    }

    [MethodImpl(Compilation.Optimized)]
    private List<T> Fresh(IReadOnlyList<T> page)
    {
        var fresh = new List<T>(page.Count);
        for (var i = 0; i < page.Count; i++)
        {
            if (_seen.Add(_id(page[i])))
                fresh.Add(page[i]);
        }

        return fresh;
    }

    private IncompleteListException Changing() => new(
        $"The list of {_what} changed so much while it was read that its end could not be found; {Invariant.Count(_seen.Count, "row")} had been read.",
        "Run the command again when fewer changes are made.",
        _seen.Count);

    private static void Drop(Queue<Task<IReadOnlyList<T>>> pages)
    {
        foreach (var page in pages)
            Forget(page);
        pages.Clear();
    }

    // Nobody looks at it any more; its failure is no failure of the list.
    private static void Forget(Task? page) =>
        _ = page?.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
