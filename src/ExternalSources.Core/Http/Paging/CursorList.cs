using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http.Paging;

/// <summary>A page of a list with cursors.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">The cursor of the next page; <see langword="null"/> for the last page.</param>
/// <param name="Unreadable">The number of records that the service could not read.</param>
internal sealed record CursorPage<T>(IReadOnlyList<T> Rows, string? Next, int Unreadable = 0);

/// <summary>Requests the page at a cursor, or the first page.</summary>
/// <param name="cursor">The cursor; <see langword="null"/> for the first page.</param>
/// <param name="prefetch">Receives the presumed cursor of the next page before this page is parsed. The parsed page decides.</param>
/// <param name="cancellationToken">Cancels the request.</param>
internal delegate Task<CursorPage<T>> CursorFetch<T>(string? cursor, Action<string> prefetch, CancellationToken cancellationToken);

/// <summary>Reads a list with cursors. It requests the next page while the current page is parsed and delivered.</summary>
internal sealed class CursorList<T>
    where T : class
{
    private readonly string _what;
    private readonly Func<T, string> _id;
    private readonly CursorFetch<T> _fetch;

    /// <summary>The ids of the rows of all reads.</summary>
    private IdSet? _known;

    public CursorList(string what, Func<T, string> id, CursorFetch<T> fetch)
    {
        _what = what;
        _id = id;
        _fetch = fetch;
    }

    /// <summary>Whether a record that the service could not read is no error.</summary>
    public bool AllowsUnreadable { get; init; }

    /// <summary>The number of records that the service could not read in the last read. They have no id, so it is unknown what they are.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Reads the list and delivers its pages, without the rows that this read or an earlier read has delivered.</summary>
    /// <returns>The number of rows of this read.</returns>
    /// <exception cref="IncompleteListException">The list cannot be read to its end, or has an unreadable record.</exception>
    public async Task<int> ReadAsync(Func<IReadOnlyList<T>, Task> handle, CancellationToken cancellationToken)
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var seen = new IdSet();
        _known ??= seen;
        Unreadable = 0;
        var cursors = new IdSet();
        var request = new Request(this, null, abandon.Token);
        try
        {
            while (true)
            {
                // The caller may need only the first page.
                var page = await request.PageAsync(foresees: seen.Count > 0).ConfigureAwait(false);
                if (page.Next is not null && !cursors.Add(page.Next))
                {
                    throw new IncompleteListException(
                        $"The list of {_what} does not end. After {Invariant.Count(seen.Count, "row")}, a page leads back to an earlier page.",
                        "Run the command again. If the error persists, report it to Atlassian support.",
                        seen.Count
                    );
                }

                var next = seen.Count == 0 ? null : request.Next(page);

                var fresh = Fresh(page.Rows, seen, _known);
                if (fresh.Count > 0)
                {
                    await handle(fresh).ConfigureAwait(false);
                }

                Unreadable += page.Unreadable;
                if (page.Next is null)
                {
                    return Unreadable == 0 || AllowsUnreadable ? seen.Count : throw IncompleteListException.Gaps(_what, Unreadable, seen.Count);
                }

                request = next ?? request.Next(page)!;
            }
        }
        catch (ServiceException exception) when (exception is not IncompleteListException)
        {
            throw IncompleteListException.Broken(_what, seen.Count, exception);
        }
        finally
        {
            abandon.Cancel();
            request.Forget();
        }
    }

    [MethodImpl(Compilation.Optimized)]
    private List<T> Fresh(IReadOnlyList<T> rows, IdSet seen, IdSet known)
    {
        var fresh = new List<T>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var id = _id(rows[i]);
            if (seen.Add(id) && (known == seen || known.Add(id)))
            {
                fresh.Add(rows[i]);
            }
        }

        return fresh;
    }

    /// <summary>The request for a page, and the request for the next page if it was already sent.</summary>
    private sealed class Request
    {
        private readonly CursorList<T> _list;
        private readonly string? _cursor;
        private readonly CancellationToken _abandon;
        private readonly Task<CursorPage<T>> _page;
        private readonly object _lock = new();
        private string? _foreseen;
        private bool _isAwaited;
        private Request? _next;

        public Request(CursorList<T> list, string? cursor, CancellationToken abandon)
        {
            _list = list;
            _cursor = cursor;
            _abandon = abandon;
            _page = list._fetch(cursor, Prefetch, abandon);
        }

        /// <summary>The page. While the caller waits for it, the next page may be requested early, but no page after that.</summary>
        public Task<CursorPage<T>> PageAsync(bool foresees)
        {
            lock (_lock)
            {
                _isAwaited = foresees;
                if (_foreseen is { } cursor)
                {
                    Prefetch(cursor);
                }
            }

            return _page;
        }

        /// <summary>The request for the next page; <see langword="null"/> if there is none.</summary>
        public Request? Next(CursorPage<T> page)
        {
            lock (_lock)
            {
                _isAwaited = false;
                if (_next is { } next && next._cursor != page.Next)
                {
                    next.Forget();
                    _next = null;
                }

                return page.Next is null ? null : _next ??= new Request(_list, page.Next, _abandon);
            }
        }

        /// <summary>Drops this request and the next one. Their errors are not errors of the list.</summary>
        public void Forget()
        {
            _ = _page.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            lock (_lock)
            {
                _isAwaited = false;
                _next?.Forget();
            }
        }

        private void Prefetch(string cursor)
        {
            lock (_lock)
            {
                _foreseen = cursor;
                if (_isAwaited)
                {
                    _next ??= new Request(_list, cursor, _abandon);
                }
            }
        }
    }
}
