using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace ExternalSources.Simulator.State;

/// <summary>A list that tests can change while requests read it. A reader sees a snapshot and never waits.</summary>
public sealed class SharedList<T> : IReadOnlyList<T>
{
    private ImmutableList<T> _items = [];

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    public void Add(T item) => ImmutableInterlocked.Update(ref _items, static (items, added) => items.Add(added), item);

    public bool Remove(T item) => ImmutableInterlocked.Update(ref _items, static (items, removed) => items.Remove(removed), item);

    public int RemoveAll(Predicate<T> match)
    {
        var removed = 0;
        ImmutableInterlocked.Update(ref _items, items =>
        {
            var rest = items.RemoveAll(match);
            removed = items.Count - rest.Count;
            return rest;
        });
        return removed;
    }

    public void Clear() => ImmutableInterlocked.Update(ref _items, static items => items.Clear());

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
