using System;

namespace ExternalSources.Simulator.People;

/// <summary>The numbers that are missing from a list of consecutive numbers. It does not change: changes make another one.</summary>
internal sealed class DeletedSet
{
    public static readonly DeletedSet Nobody = new([]);

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

    /// <summary>The number that stands at an offset of the list, counted from 0.</summary>
    public int NumberAt(int offset)
    {
        // Before the nth missing number stand as many present ones as it is larger than n.
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
