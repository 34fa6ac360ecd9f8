using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>Passes items from one task to another. Its room is limited, so the faster task waits.</summary>
internal sealed class AsyncQueue<T> : IDisposable
{
    private readonly ConcurrentQueue<T> _items = new();
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _filled = new(0);

    public AsyncQueue(int capacity) => _room = new SemaphoreSlim(capacity);

    public void Dispose()
    {
        _room.Dispose();
        _filled.Dispose();
    }

    public async Task AddAsync(T item, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        _items.Enqueue(item);
        _filled.Release();
    }

    /// <summary>Adds the item if there is room, and returns whether there was.</summary>
    public bool TryAdd(T item)
    {
        if (!_room.Wait(0, CancellationToken.None))
        {
            return false;
        }

        _items.Enqueue(item);
        _filled.Release();
        return true;
    }

    /// <summary>Marks the end: no more items follow.</summary>
    public void Complete()
    {
        // Wakes a waiting task, which passes the mark on to the next.
        _filled.Release();
    }

    /// <summary>Takes the items that are there, up to a number, and waits for the first. The list is empty at the end of the queue.</summary>
    public async Task<IReadOnlyList<T>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        var taken = new List<T>();
        await _filled.WaitAsync(cancellationToken).ConfigureAwait(false);
        do
        {
            if (!_items.TryDequeue(out var item))
            {
                // Only the end leaves a mark without an item.
                _filled.Release();
                break;
            }

            _room.Release();
            taken.Add(item);
        } while (taken.Count < most && _filled.Wait(0, CancellationToken.None));
        return taken;
    }

    /// <summary>The items that no task took.</summary>
    public IReadOnlyList<T> Rest()
    {
        var rest = new List<T>();
        while (_items.TryDequeue(out var item))
        {
            rest.Add(item);
        }

        return rest;
    }
}
