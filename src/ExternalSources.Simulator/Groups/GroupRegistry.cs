using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Groups;

/// <summary>
/// The groups of an organization and their members, generated on demand and stored only when changed. It accepts every change; the APIs apply the rules.
/// </summary>
public sealed class GroupRegistry
{
    private readonly Lock _lock = new();
    private readonly GroupPlan _plan;
    private readonly GroupFactory _factory;
    private readonly Population _people;
    private readonly LateReads _late;
    private readonly ConcurrentDictionary<int, AtlassianGroup> _known = new();
    private readonly ConcurrentDictionary<string, int> _renamed = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<int, MemberList> _members = new();
    private readonly ConcurrentDictionary<int, ImmutableArray<int>> _joined = new();
    private ImmutableHashSet<int> _deleted = [];
    private volatile int _limit;
    private int _version;

    internal GroupRegistry(GroupPlan plan, int seed, Population people, LateReads? late = null)
    {
        _late = late ?? new LateReads(static () => default);
        _plan = plan;
        _factory = new GroupFactory(seed, plan);
        _people = people;
        _limit = plan.Count;
    }

    /// <summary>The number of groups that exist.</summary>
    public int Count => _limit - _deleted.Count;

    /// <summary>The index of the next new group.</summary>
    public int Limit => _limit;

    /// <summary>All groups, in the order of the APIs' lists.</summary>
    public IEnumerable<AtlassianGroup> All => Enumerable.Range(0, _limit).Where(Exists).Select(index => this[index]);

    /// <summary>The lock for changes of groups and memberships.</summary>
    internal Lock WriteLock => _lock;

    /// <summary>A number that increases with each change of a group or a membership.</summary>
    internal int Version => Volatile.Read(ref _version);

    public AtlassianGroup this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _limit);
            return _known.GetOrAdd(index, static (index, factory) => factory.Create(index), _factory);
        }
    }

    public bool Exists(int index) => (uint)index < (uint)_limit && !_deleted.Contains(index);

    public AtlassianGroup? Find(string id) =>
        _factory.TryReadId(id, out var index) && Exists(index) && string.Equals(_factory.IdOf(index), id, StringComparison.OrdinalIgnoreCase)
            ? this[index]
            : null;

    /// <summary>Finds a group by its current name, case-insensitively and without a search.</summary>
    public AtlassianGroup? FindByName(string name)
    {
        var index = _renamed.TryGetValue(name, out var renamed) ? renamed : GroupFactory.NumberOf(name);
        return Exists(index) && string.Equals(this[index].Name, name, StringComparison.OrdinalIgnoreCase) ? this[index] : null;
    }

    public bool IsMember(int group, int person) => Exists(group) && MembersOf(group).Contains(person);

    public int MemberCount(int group, MemberView view = MemberView.Organization) => Exists(group) ? MembersOf(group).Count(view) : 0;

    /// <summary>The members from an offset. The cost does not depend on the offset.</summary>
    public IEnumerable<Person> Members(int group, int offset = 0, MemberView view = MemberView.Organization) =>
        Exists(group) ? MembersOf(group).From(offset, view).Select(index => _people[index]) : [];

    /// <summary>The groups of a person, ordered by index.</summary>
    public IReadOnlyList<AtlassianGroup> GroupsOf(int person)
    {
        if (!_people.Exists(person) || !_people.TraitsOf(person).MayBeInGroups)
        {
            return [];
        }

        var groups = new List<int>(16);
        _plan.AddGroupsOf(person, groups);
        if (Version > 0)
        {
            groups.RemoveAll(group => _deleted.Contains(group) || (_members.TryGetValue(group, out var members) && members.HasLost(person)));
            if (_joined.TryGetValue(person, out var joined))
            {
                groups = [.. groups.Concat(joined.Where(group => IsMember(group, person))).Distinct().Order()];
            }
        }

        var found = new AtlassianGroup[groups.Count];
        for (var at = 0; at < found.Length; at++)
        {
            found[at] = this[groups[at]];
        }

        return found;
    }

    public bool InDirectory(int person, int directory) => _plan.InDirectory(person, directory);

    /// <summary>Adds a member. Returns false when the person already is one.</summary>
    public bool Add(int group, int person)
    {
        lock (_lock)
        {
            if (!MembersOf(group).Add(person))
            {
                return false;
            }

            _joined.AddOrUpdate(person, static (_, group) => [group], static (_, groups, group) => groups.Contains(group) ? groups : groups.Add(group), group);
            _version++;
            return true;
        }
    }

    /// <summary>Removes a member. Returns false when the person is not one.</summary>
    public bool Remove(int group, int person)
    {
        lock (_lock)
        {
            var removed = MembersOf(group).Remove(person);
            _version += removed ? 1 : 0;
            return removed;
        }
    }

    /// <summary>Changes a group permanently, except its index and id. After a new name, the old name no longer finds it.</summary>
    public AtlassianGroup Change(int index, Func<AtlassianGroup, AtlassianGroup> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            var before = this[index];
            var after = change(before) with { Index = index, Id = before.Id };
            _known[index] = after;
            _renamed.TryRemove(new(before.Name, index));
            _renamed[after.Name] = index;
            _version++;
            return after;
        }
    }

    public AtlassianGroup Rename(int index, string name) => Change(index, group => group with { Name = name });

    /// <summary>Creates an empty group at the end of the list.</summary>
    public AtlassianGroup Create(string name)
    {
        lock (_lock)
        {
            var index = _limit;
            _known[index] = new AtlassianGroup
            {
                Index = index,
                Id = _factory.IdOf(index),
                Name = name,
            };
            _renamed[name] = index;
            _limit++;
            _version++;
            return _known[index];
        }
    }

    public bool Delete(int index)
    {
        lock (_lock)
        {
            var existed = Exists(index);
            _deleted = _deleted.Add(index);
            _version++;
            return existed;
        }
    }

    internal MemberList MembersOf(int group) =>
        _members.TryGetValue(group, out var members)
            ? members
            : _members.GetOrAdd(group, new MemberList(group < _plan.Count ? _plan.Of(group) : default, _people, _late));
}
