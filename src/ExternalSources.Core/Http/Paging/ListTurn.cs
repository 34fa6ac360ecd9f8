using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Http.Paging;

/// <summary>A list that is read before its turn. It buffers a few pages, and then waits for its turn.</summary>
internal sealed class ListTurn<TRow>
{
    private const int Pages = 2;

    private readonly object _lock = new();
    private readonly TaskCompletionSource<bool> _hasTurn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _abandon;
    private readonly Task _reading;
    private List<IReadOnlyList<TRow>> _waiting = new();
    private Func<IReadOnlyList<TRow>, Task>? _handle;

    public ListTurn(Func<Func<IReadOnlyList<TRow>, Task>, Task> read, CancellationToken abandon)
    {
        _abandon = abandon;
        _reading = read(WriteAsync);
    }

    /// <summary>Starts the turn of this list: delivers the buffered pages, and then each new page. It ends with the list.</summary>
    public async Task TakeAsync(Func<IReadOnlyList<TRow>, Task> handle)
    {
        while (Waiting(handle) is { Count: > 0 } pages)
        {
            foreach (var page in pages)
            {
                await handle(page).ConfigureAwait(false);
            }
        }

        _hasTurn.TrySetResult(true);
        await _reading.ConfigureAwait(false);
    }

    /// <summary>Drops this list. Its error is not an error of the other lists.</summary>
    public void Forget() =>
        _ = _reading.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>The buffered pages. If there are none, the list delivers its pages directly from now on.</summary>
    private List<IReadOnlyList<TRow>> Waiting(Func<IReadOnlyList<TRow>, Task> handle)
    {
        lock (_lock)
        {
            var waiting = _waiting;
            _waiting = new List<IReadOnlyList<TRow>>();
            if (waiting.Count == 0)
            {
                _handle = handle;
            }

            return waiting;
        }
    }

    private async Task WriteAsync(IReadOnlyList<TRow> page)
    {
        Func<IReadOnlyList<TRow>, Task>? handle;
        bool isFull;
        lock (_lock)
        {
            handle = _handle;
            if (handle is null)
            {
                _waiting.Add(page);
            }

            isFull = _waiting.Count >= Pages;
        }

        if (handle is not null)
        {
            await handle(page).ConfigureAwait(false);
        }
        else if (isFull)
        {
            using (_abandon.Register(() => _hasTurn.TrySetCanceled()))
            {
                await _hasTurn.Task.ConfigureAwait(false);
            }
        }
    }
}
