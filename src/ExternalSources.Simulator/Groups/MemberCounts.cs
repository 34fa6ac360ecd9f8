using System;

namespace ExternalSources.Simulator.Groups;

/// <summary>The number of members before each block of places. It finds the kth member without a count from the start.</summary>
internal sealed class MemberCounts(int peopleVersion, int groupVersion, int[] before)
{
    public const int Block = 128;

    public int Total => before[^1];

    public bool IsOf(int people, int group) => peopleVersion == people && groupVersion == group;

    /// <summary>The block of the kth member, and the number of members before that member in the block.</summary>
    public (int Block, int Within) Find(int offset)
    {
        var at = Array.BinarySearch(before, offset);
        if (at < 0)
        {
            at = ~at - 1;
        }
        else
        {
            // A block without members has the same number as the next block. The member is in the last of them.
            while (at + 1 < before.Length && before[at + 1] == offset)
            {
                at++;
            }
        }

        return (at, offset - before[at]);
    }
}
