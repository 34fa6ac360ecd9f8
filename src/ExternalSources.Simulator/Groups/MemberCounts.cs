using System;

namespace ExternalSources.Simulator.Groups;

/// <summary>How many members stand before each block of places, so that the kth member is found without counting from the start.</summary>
internal sealed class MemberCounts(int peopleVersion, int groupVersion, int[] before)
{
    public const int Block = 128;

    public int Total => before[^1];

    public bool IsOf(int people, int group) => peopleVersion == people && groupVersion == group;

    /// <summary>The block in which the kth member stands, and how many come before him in it.</summary>
    public (int Block, int Within) Find(int offset)
    {
        var at = Array.BinarySearch(before, offset);
        if (at < 0)
        {
            at = ~at - 1;
        }
        else
        {
            // Blocks without members share a number with the next one: the member stands in the last of them.
            while (at + 1 < before.Length && before[at + 1] == offset)
            {
                at++;
            }
        }

        return (at, offset - before[at]);
    }
}
