using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using ExternalSources.Simulator.Groups;

namespace ExternalSources.Simulator.State;

/// <summary>The roles that people hold without a group, by the index of the person. It accepts every change; the API applies the rules.</summary>
public sealed class DirectRoles
{
    private readonly History<int, ImmutableArray<RoleGrant>> _past;
    private readonly ConcurrentDictionary<int, ImmutableArray<RoleGrant>> _roles = new();
    private volatile bool _any;

    internal DirectRoles(LateReads late)
    {
        _past = new History<int, ImmutableArray<RoleGrant>>(late);
    }

    /// <summary>The people who hold such a role.</summary>
    public IEnumerable<int> Holders => _roles.Keys;

    public IReadOnlyList<RoleGrant> Of(int person) =>
        !_any ? []
        : _past.TryRead(person, out var before) ? before
        : Present(person);

    /// <summary>Grants a role. Returns false when the person already holds it directly.</summary>
    public bool Grant(int person, RoleGrant role)
    {
        _any = true;
        _past.Note(person, Present(person));
        var added = false;
        _roles.AddOrUpdate(
            person,
            _ =>
            {
                added = true;
                return [role];
            },
            (_, roles) =>
            {
                added = !roles.Contains(role);
                return added ? roles.Add(role) : roles;
            }
        );
        return added;
    }

    /// <summary>Revokes a role. Returns false when the person does not hold it directly.</summary>
    public bool Revoke(int person, RoleGrant role)
    {
        var removed = false;
        _past.Note(person, Present(person));
        if (_roles.ContainsKey(person))
        {
            _roles.AddOrUpdate(
                person,
                _ => [],
                (_, roles) =>
                {
                    removed = roles.Contains(role);
                    return roles.Remove(role);
                }
            );
        }

        return removed;
    }

    private ImmutableArray<RoleGrant> Present(int person) => _roles.TryGetValue(person, out var roles) ? roles : [];
}
