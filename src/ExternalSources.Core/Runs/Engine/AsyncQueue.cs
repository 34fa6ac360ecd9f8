using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>Hands things from one task to another, with room for a few: whoever is faster waits.</summary>
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

    /// <summary>Adds where there is room; tells whether there was.</summary>
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

    /// <summary>Nothing more will be added.</summary>
    public void Complete()
    {
        // Wakes whoever waits; each that wakes passes it on.
        _filled.Release();
    }

    /// <summary>Takes what is there, up to so much, and waits for the first if nothing is; empty when nothing will come any more.</summary>
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

    /// <summary>What nobody took.</summary>
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
