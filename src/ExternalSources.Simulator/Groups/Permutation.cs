using System.Numerics;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.Groups;

/// <summary>
/// An order of all people, computed by arithmetic: the person at position k is a·k + b modulo the number of people. Because a has an
/// inverse, the position of a person costs as little as the person at a position, and nothing is stored.
/// </summary>
internal sealed class Permutation
{
    private readonly long _count;
    private readonly long _factor;
    private readonly long _inverse;
    private readonly long _shift;

    /// <summary>Draws an order. With <paramref name="administratorFirst"/>, person 0 is at position 0.</summary>
    public Permutation(int count, int seed, int number, bool administratorFirst)
    {
        _count = count;
        _factor = count < 4 ? 1 : (count / 3) + Draw.Below(count / 3, seed, number, Salt.GroupOrder);
        while (BigInteger.GreatestCommonDivisor(_factor, _count) != 1)
        {
            _factor++;
        }

        _factor %= _count;
        _inverse = Inverse(_factor, _count);
        _shift = administratorFirst ? 0 : Draw.Below(count, seed, number, Salt.GroupShift);
    }

    public int Count => (int)_count;

    public int PersonAt(int position) => (int)((ulong)((_factor * position) + _shift) % (ulong)_count);

    public int PositionOf(int person)
    {
        var shifted = person - _shift;
        return (int)((ulong)(_inverse * (shifted < 0 ? shifted + _count : shifted)) % (ulong)_count);
    }

    private static long Inverse(long factor, long count)
    {
        (var rest, var next) = (count, factor);
        (long previous, long inverse) = (0, 1);
        while (next != 0)
        {
            var times = rest / next;
            (rest, next) = (next, rest - (times * next));
            (previous, inverse) = (inverse, previous - (times * inverse));
        }

        return ((previous % count) + count) % count;
    }
}

/// <summary>A range of positions in an order: the initial members of a group.</summary>
internal readonly record struct PositionRange(Permutation Order, int Start, int Length)
{
    public int PersonAt(int offset) => Order.PersonAt(Start + offset);

    public bool Contains(int person) => (uint)(Order.PositionOf(person) - Start) < (uint)Length;
}
