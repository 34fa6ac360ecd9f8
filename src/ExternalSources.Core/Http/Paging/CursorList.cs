using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>A page of a list that is paged by cursor.</summary>
internal sealed record CursorPage<T>(IReadOnlyList<T> Rows, string? Next);

/// <summary>Reads a list that is paged by cursor: the next page is asked for while this one is handed on, but for the first, which may be all that is wanted.</summary>
internal sealed class CursorList<T>
    where T : class
{
    private readonly string _what;
    private readonly Func<T, string> _id;
    private readonly Func<string?, CancellationToken, Task<CursorPage<T>>> _fetch;

    /// <summary>The rows of all readings.</summary>
    private IdSet? _known;

    public CursorList(string what, Func<T, string> id, Func<string?, CancellationToken, Task<CursorPage<T>>> fetch)
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
        var known = _known ??= seen;
        var cursors = new IdSet();
        Task<CursorPage<T>>? next = _fetch(null, abandon.Token);
        try
        {
            while (true)
            {
                var page = await next.ConfigureAwait(false);
                if (page.Next is not null && !cursors.Add(page.Next))
                    throw new IncompleteListException($"The list of {_what} does not end: after {Invariant.Count(seen.Count, "row")} a page leads back to an earlier one.", "Run the command again; if it stays so, report it to Atlassian's support.", seen.Count);
                next = page.Next is null || seen.Count == 0 ? null : _fetch(page.Next, abandon.Token);

                var fresh = new List<T>(page.Rows.Count);
                foreach (var row in page.Rows)
                {
                    if (seen.Add(_id(row)) && (known == seen || known.Add(_id(row))))
                        fresh.Add(row);
                }

                if (fresh.Count > 0)
                    await handle(fresh).ConfigureAwait(false);
                if (page.Next is null)
                    return seen.Count;
                next ??= _fetch(page.Next, abandon.Token);
            }
        }
        catch (ServiceException exception) when (exception is not IncompleteListException)
        {
            throw IncompleteListException.Broken(_what, seen.Count, exception);
        }
        finally
        {
            abandon.Cancel();
            _ = next?.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }
}
