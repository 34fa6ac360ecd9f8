namespace ExternalSources.Simulator.Groups;

/// <summary>Consecutive positions of an order: the members that a group starts with.</summary>
internal readonly record struct Stretch(Permutation Order, int Start, int Length)
{
    public int PersonAt(int offset) => Order.PersonAt(Start + offset);

    public bool Contains(int person) => (uint)(Order.PositionOf(person) - Start) < (uint)Length;
}
