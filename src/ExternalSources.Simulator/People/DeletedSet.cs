using System;

namespace ExternalSources.Simulator.People;

/// <summary>An immutable set of the numbers that are deleted from a list of consecutive numbers.</summary>
internal sealed class DeletedSet
{
    public static readonly DeletedSet Empty = new([]);

    private readonly int[] _sorted;

    private DeletedSet(int[] sorted)
    {
        _sorted = sorted;
    }

    public int Count => _sorted.Length;

    public bool Contains(int number) => _sorted.Length > 0 && Array.BinarySearch(_sorted, number) >= 0;

    public DeletedSet With(int number)
    {
        var at = Array.BinarySearch(_sorted, number);
        return at >= 0 ? this : new DeletedSet([.. _sorted.AsSpan(0, ~at), number, .. _sorted.AsSpan(~at)]);
    }

    public DeletedSet Without(int number)
    {
        var at = Array.BinarySearch(_sorted, number);
        return at < 0 ? this : new DeletedSet([.. _sorted.AsSpan(0, at), .. _sorted.AsSpan(at + 1)]);
    }

    /// <summary>The number at an offset of the list, from 0.</summary>
    public int NumberAt(int offset)
    {
        // The nth deleted number, minus n, is the count of remaining numbers before it.
        int low = 0,
            high = _sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _sorted[middle] - middle <= offset ? (middle + 1, high) : (low, middle);
        }

        return offset + low;
    }
}
