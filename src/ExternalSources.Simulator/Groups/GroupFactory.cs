using System;
using System.Globalization;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.Groups;

/// <summary>Creates group g as a pure function of the seed and g, without its members.</summary>
internal sealed class GroupFactory(int seed, GroupPlan plan)
{
    // A name ends in its group's number, so that a lookup by name needs no index.
    private static readonly string[] Teams =
    [
        "team-",
        "proj-",
        "Équipe ",
        "開発チーム ",
        "Команда ",
        "فريق ",
        "Grupo ",
        "Ομάδα ",
        "İstanbul ekibi ",
        "dl-",
        "Zespół ",
        "團隊 ",
    ];

    private readonly int _ids = unchecked(seed ^ 0x5BD1E995);

    public AtlassianGroup Create(int index) => index < FixedGroups.All.Length ? CreateFixed(index) : CreateTeam(index);

    public string IdOf(int index) => AccountIds.Guid(_ids, index);

    /// <summary>The number that the id decodes to. The caller checks that the group of this number has this id.</summary>
    public bool TryReadId(string id, out int index)
    {
        index = -1;
        return id.Length == 36 && AccountIds.TryReadIndex(_ids, id, out index);
    }

    /// <summary>The number that the name decodes to; -1 when it has none. The caller checks that the group of this number has this name.</summary>
    public static int NumberOf(string name)
    {
        var found = Array.FindIndex(FixedGroups.All, group => string.Equals(group.Name, name, StringComparison.OrdinalIgnoreCase));
        if (found >= 0)
        {
            return found;
        }

        var start = name.Length;
        while (start > 0 && char.IsAsciiDigit(name[start - 1]))
        {
            start--;
        }

        return int.TryParse(name.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private AtlassianGroup CreateFixed(int index)
    {
        var group = FixedGroups.All[index];
        return new AtlassianGroup
        {
            Index = index,
            Id = IdOf(index),
            Name = group.Name,
            Description = group.Description,
            ExternalSynced = group.Synced,
            ManagedBy = group.Synced ? "external" : "admins",
            Grants = group.Grants,
        };
    }

    private AtlassianGroup CreateTeam(int index)
    {
        var percent = Draw.Percent(seed, index, Salt.GroupKind);
        var synced = percent < 20;
        return new AtlassianGroup
        {
            Index = index,
            Id = IdOf(index),
            Name = Draw.Of<string>(Teams, seed, index, Salt.GroupName) + index.ToString(CultureInfo.InvariantCulture),
            Description = percent % 3 == 0 ? "" : "People who work together",
            Directory = plan.DirectoryOf(index),
            ExternalSynced = synced,
            ManagedBy =
                synced ? "external"
                : percent < 80 ? "admins"
                : percent < 90 ? "team-members"
                : "open",
            Grants = percent switch
            {
                20 or 21 => [new RoleGrant("jira-software", "atlassian/user")],
                22 or 23 => [new RoleGrant("confluence", "atlassian/user")],
                _ => [],
            },
        };
    }
}
