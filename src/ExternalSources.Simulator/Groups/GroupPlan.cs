using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Simulator.Groups;

/// <summary>The initial members of each group and directory, as a function of the seed and three numbers.</summary>
internal sealed class GroupPlan
{
    private readonly int _people;
    private readonly PositionRange[] _fixed;
    private readonly PositionRange[] _directories;
    private readonly TeamLayer[] _layers;

    public GroupPlan(int seed, int people, int groups, int directories)
    {
        _people = people;
        Count = groups;
        _fixed =
        [
            .. FixedGroups
                .All.Take(groups)
                .Select((group, number) => new PositionRange(new Permutation(people, seed, number, group.AdministratorFirst), 0, group.Size(people))),
        ];

        // Everybody is in directory 0. A fifth of them are also in directory 1, a tenth in directory 2, and so on.
        _directories =
        [
            .. Enumerable
                .Range(1, directories - 1)
                .Select(number => new PositionRange(
                    new Permutation(people, seed, 100 + number, administratorFirst: true),
                    0,
                    Math.Max(1, people / 5 / number)
                )),
        ];
        _layers = Layers(seed, groups - _fixed.Length);
    }

    public int Count { get; }

    public bool InDirectory(int person, int directory) =>
        directory == 0 || (directory <= _directories.Length && person < _people && _directories[directory - 1].Contains(person));

    public int DirectoryOf(int group) => Array.Find(_layers, layer => layer.Contains(group))?.Directory ?? 0;

    public PositionRange Of(int group)
    {
        if (group < _fixed.Length)
        {
            return _fixed[group];
        }

        return Array.Find(_layers, layer => layer.Contains(group)) is { } found ? found.Of(group) : default;
    }

    public bool Contains(int group, int person) => group < Count && person < _people && Of(group).Contains(person);

    public void AddGroupsOf(int person, List<int> groups)
    {
        if (person >= _people)
        {
            return;
        }

        for (var group = 0; group < _fixed.Length; group++)
        {
            if (_fixed[group].Contains(person))
            {
                groups.Add(group);
            }
        }

        foreach (var layer in _layers)
        {
            if (layer.GroupOf(person) is >= 0 and var group)
            {
                groups.Add(group);
            }
        }
    }

    /// <summary>The first directory has two layers. Each other directory has one, with the people of that directory.</summary>
    private TeamLayer[] Layers(int seed, int groups)
    {
        var directories = _directories.Length;
        var others = directories == 0 ? 0 : groups / 5 / directories;
        var main = groups - (others * directories);
        var half = main / 2;
        var layers = new List<TeamLayer>
        {
            new(new PositionRange(new Permutation(_people, seed, 200, administratorFirst: false), 0, (int)(_people * 7L / 10)), _fixed.Length, main - half, 0),
            new(
                new PositionRange(new Permutation(_people, seed, 201, administratorFirst: false), 0, (int)(_people * 4L / 10)),
                _fixed.Length + main - half,
                half,
                0
            ),
        };
        for (var number = 1; number <= directories; number++)
        {
            layers.Add(new TeamLayer(_directories[number - 1], _fixed.Length + main + ((number - 1) * others), others, number));
        }

        return [.. layers];
    }
}
