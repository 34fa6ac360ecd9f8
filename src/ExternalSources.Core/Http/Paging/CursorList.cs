using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http.Paging;

/// <summary>A page of a list that is paged by cursor.</summary>
internal sealed record CursorPage<T>(IReadOnlyList<T> Rows, string? Next);

/// <summary>Asks for the page at a cursor, or for the first.</summary>
/// <param name="cursor">The cursor; <see langword="null"/> for the first page.</param>
/// <param name="prefetch">May be told the cursor of the page behind it before this one has been parsed. It is a guess: the page itself decides.</param>
/// <param name="cancellationToken">Ends the request.</param>
internal delegate Task<CursorPage<T>> CursorFetch<T>(string? cursor, Action<string> prefetch, CancellationToken cancellationToken);

/// <summary>
/// Reads a list that is paged by cursor: the next page is asked for while this one is parsed and handed on.
/// </summary>
internal sealed class CursorList<T>
    where T : class
{
    private readonly string _what;
    private readonly Func<T, string> _id;
    private readonly CursorFetch<T> _fetch;

    /// <summary>The rows of all readings.</summary>
    private IdSet? _known;

    public CursorList(string what, Func<T, string> id, CursorFetch<T> fetch)
    {
        _what = what;
        _id = id;
        _fetch = fetch;
    }

    /// <summary>Reads the list and hands on its pages, without rows that were there before, in this reading or in an earlier one.</summary>
    /// <returns>How many rows this reading had.</returns>
    /// <exception cref="IncompleteListException">The list could not be read to its end.</exception>
    public async Task<int> ReadAsync(Func<IReadOnlyList<T>, Task> handle, CancellationToken cancellationToken)
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var seen = new IdSet();
        _known ??= seen;
        var cursors = new IdSet();
        var request = new Request(this, null, abandon.Token);
        try
        {
            while (true)
            {
                // The first page may be all that is wanted.
                var page = await request.PageAsync(foresees: seen.Count > 0).ConfigureAwait(false);
                if (page.Next is not null && !cursors.Add(page.Next))
                {
                    throw new IncompleteListException(
                        $"The list of {_what} does not end: after {Invariant.Count(seen.Count, "row")} a page leads back to an earlier one.",
                        "Run the command again; if it stays so, report it to Atlassian's support.",
                        seen.Count
                    );
                }

                var next = seen.Count == 0 ? null : request.Next(page);

                var fresh = Fresh(page.Rows, seen, _known);
                if (fresh.Count > 0)
                {
                    await handle(fresh).ConfigureAwait(false);
                }

                if (page.Next is null)
                {
                    return seen.Count;
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

    /// <summary>A page that has been asked for, and the one behind it where that has been asked for already.</summary>
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

        /// <summary>The page. Only while it is waited for may the one behind it be asked for: otherwise each would lead to the next one, and nobody would hold them up.</summary>
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

        /// <summary>The request for the page behind this one.</summary>
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

        /// <summary>Nobody looks at it any more, nor at the one behind it; their failure is no failure of the list.</summary>
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
