using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Http.Paging;

/// <summary>
/// Reads several lists at the same time and hands on their pages one list after the other. The first is read by itself, and with each page that
/// somebody has taken twice as many: whoever wants ten rows does not pay for the rest.
/// </summary>
internal sealed class OrderedMerge
{
    private readonly int _atATime;
    private int _window = 1;

    /// <summary>Reads lists.</summary>
    /// <param name="atATime">How many at the same time at most.</param>
    public OrderedMerge(int atATime) => _atATime = atATime;

    /// <summary>Reads the list of each item, and hands on what it gives.</summary>
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
                // An empty list satisfied nobody either.
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

        void Grow() => _window = Math.Min(_atATime, _window * 2);

        // Whoever calls this, the others wait for it: lists are started, and their pages handed on, one at a time.
        void Start()
        {
            while (turns.Count < _window && rest.MoveNext())
            {
                var item = rest.Current;
                turns.Enqueue(new ListTurn<TRow>(write => read(item, write, abandon.Token), abandon.Token));
            }
        }
    }

    /// <summary>Reads what comes in one piece for each item.</summary>
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
