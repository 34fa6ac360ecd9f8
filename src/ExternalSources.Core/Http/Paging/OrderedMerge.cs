using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Http.Paging;

/// <summary>
/// Reads several lists at the same time, and delivers their pages in the order of the lists. It starts with one list, and doubles the number of lists
/// with each page that the caller takes. A caller that needs only ten rows does not read all lists.
/// </summary>
internal sealed class OrderedMerge
{
    private readonly int _maxConcurrency;
    private int _window = 1;

    /// <summary>Creates a merge.</summary>
    /// <param name="maxConcurrency">The maximum number of lists to read at the same time.</param>
    public OrderedMerge(int maxConcurrency) => _maxConcurrency = maxConcurrency;

    /// <summary>Reads the list of each item, and delivers its pages.</summary>
    public async Task ReadAsync<TItem, TRow>(
        IEnumerable<TItem> items,
        Func<TItem, Func<IReadOnlyList<TRow>, Task>, CancellationToken, Task> read,
        Func<IReadOnlyList<TRow>, Task> handle,
        CancellationToken cancellationToken
    )
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var rest = items.GetEnumerator();
        var turns = new Queue<ListTurn<TRow>>();
        try
        {
            Start();
            while (turns.Count > 0)
            {
                await turns.Peek().TakeAsync(HandAsync).ConfigureAwait(false);
                turns.Dequeue();

                // An empty list does not give the caller enough rows.
                Grow();
                Start();
            }
        }
        finally
        {
            abandon.Cancel();
            foreach (var turn in turns)
            {
                turn.Forget();
            }
        }

        async Task HandAsync(IReadOnlyList<TRow> page)
        {
            await handle(page).ConfigureAwait(false);
            Grow();
            Start();
        }

        void Grow() => _window = Math.Min(_maxConcurrency, _window * 2);

        // This needs no lock, because the lists deliver their pages one at a time.
        void Start()
        {
            while (turns.Count < _window && rest.MoveNext())
            {
                var item = rest.Current;
                turns.Enqueue(new ListTurn<TRow>(write => read(item, write, abandon.Token), abandon.Token));
            }
        }
    }

    /// <summary>Reads the rows of each item, which arrive as a single page.</summary>
    public Task ReadAsync<TItem, TRow>(
        IEnumerable<TItem> items,
        Func<TItem, CancellationToken, Task<IReadOnlyList<TRow>>> read,
        Func<IReadOnlyList<TRow>, Task> handle,
        CancellationToken cancellationToken
    ) =>
        ReadAsync<TItem, TRow>(
            items,
            async (item, write, token) =>
            {
                var rows = await read(item, token).ConfigureAwait(false);
                if (rows.Count > 0)
                {
                    await write(rows).ConfigureAwait(false);
                }
            },
            handle,
            cancellationToken
        );
}
