using System;

namespace ExternalSources.Simulator.Groups;

/// <summary>
/// Many groups that divide one range of people, so that nobody is in two of them and the group of a person is found without a search.
/// Sizes follow a pattern, from empty to forty times the smallest.
/// </summary>
internal sealed class TeamLayer
{
    private static readonly int[] Weights = [3, 1, 8, 0, 2, 5, 13, 1, 4, 2, 20, 3, 6, 40, 10];
    private static readonly int[] Before = Sums();

    private readonly PositionRange _people;
    private readonly long _weight;

    public TeamLayer(PositionRange people, int first, int count, int directory)
    {
        _people = people;
        First = first;
        Count = count;
        Directory = directory;
        _weight = Math.Max(1, WeightBefore(count));
    }

    /// <summary>The number of the first group.</summary>
    public int First { get; }

    public int Count { get; }

    /// <summary>The index of the directory of the groups.</summary>
    public int Directory { get; }

    public bool Contains(int group) => (uint)(group - First) < (uint)Count;

    public PositionRange Of(int group)
    {
        var start = StartOf(group - First);
        return _people with { Start = _people.Start + start, Length = StartOf(group - First + 1) - start };
    }

    /// <summary>The group of a person in this layer; -1 when there is none.</summary>
    public int GroupOf(int person)
    {
        var position = _people.Order.PositionOf(person) - _people.Start;
        if ((uint)position >= (uint)_people.Length || Count == 0)
        {
            return -1;
        }

        // The pattern gives an estimate. One or two steps correct its rounding.
        var weight = position * _weight / _people.Length;
        var team = (int)(weight / Before[^1] * Weights.Length);
        while (team + 1 < Count && StartOf(team + 1) <= position)
        {
            team++;
        }

        while (StartOf(team) > position)
        {
            team--;
        }

        return First + team;
    }

    private static long WeightBefore(int team) => ((long)(team / Weights.Length) * Before[^1]) + Before[team % Weights.Length];

    private static int[] Sums()
    {
        var sums = new int[Weights.Length + 1];
        for (var at = 0; at < Weights.Length; at++)
        {
            sums[at + 1] = sums[at] + Weights[at];
        }

        return sums;
    }

    private int StartOf(int team) => (int)(WeightBefore(team) * _people.Length / _weight);
}
