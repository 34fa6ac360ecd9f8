using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.People;

/// <summary>The people of an organization, generated on demand and stored only when changed.</summary>
public sealed class Population
{
    private readonly Lock _lock = new();
    private readonly int _seed;
    private readonly PersonFactory _factory;
    private readonly ConcurrentDictionary<int, Person> _changed = new();
    private readonly History<int, Person> _past;
    private volatile DeletedSet _gone = DeletedSet.Empty;
    private volatile DeletedSet _goneFromSite = DeletedSet.Empty;
    private volatile bool _anyChanged;
    private volatile int _limit;
    private int _version;
    private int _edits;

    internal Population(int seed, int count, string domain, LateReads? late = null)
    {
        _past = new History<int, Person>(late ?? new LateReads(static () => default));
        _seed = seed;
        _factory = new PersonFactory(seed, domain);
        _limit = count;
    }

    /// <summary>The number of people who exist. Without deletions, their indexes run from 0 to one less.</summary>
    public int Count => _limit - _gone.Count;

    /// <summary>The index of the next new person.</summary>
    public int Limit => _limit;

    /// <summary>The number of accounts on the site.</summary>
    public int SiteCount => _limit - _goneFromSite.Count;

    public string AdministratorEmail => _factory.AdministratorEmail;

    /// <summary>A number that increases when a person is added, deleted, or changed in a way that affects lists and counts.</summary>
    internal int Version => Volatile.Read(ref _version);

    /// <summary>A number that increases with every change.</summary>
    internal int Edits => Volatile.Read(ref _edits);

    public Person this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _limit);
            return ChangedOf(index) ?? _factory.Create(index);
        }
    }

    /// <summary>Whether the person exists. Indexes are not reused.</summary>
    public bool Exists(int index) => (uint)index < (uint)_limit && !_gone.Contains(index);

    public bool IsOnSite(int index) => (uint)index < (uint)_limit && !_goneFromSite.Contains(index);

    /// <summary>A page of the site's list, read at one moment. A deletion while the page is written leaves no gap.</summary>
    public IEnumerable<Person> FromSiteOffset(int offset, int count)
    {
        var gone = _goneFromSite;
        return Enumerable.Range(offset, int.Clamp(_limit - gone.Count - offset, 0, count)).Select(place => this[gone.NumberAt(place)]);
    }

    /// <summary>Finds a person by account id, without a search.</summary>
    public Person? Find(string accountId)
    {
        if (!AccountIds.TryReadIndex(_seed, accountId, out var index) || !Exists(index))
        {
            return null;
        }

        return string.Equals(_factory.AccountId(index), accountId, StringComparison.Ordinal) ? this[index] : null;
    }

    /// <summary>Finds a person by e-mail address, case-insensitively and without a search.</summary>
    public Person? FindByEmail(string email)
    {
        foreach (var changed in _changed.Values)
        {
            if (string.Equals(changed.Email, email, StringComparison.OrdinalIgnoreCase) && Exists(changed.Index))
            {
                return changed;
            }
        }

        var index = 0;
        if (!string.Equals(email, AdministratorEmail, StringComparison.OrdinalIgnoreCase) && !MailNames.TryReadIndex(email, out index))
        {
            return null;
        }

        return Exists(index) && string.Equals(this[index].Email, email, StringComparison.OrdinalIgnoreCase) ? this[index] : null;
    }

    /// <summary>Changes a person permanently, except the account id and the index.</summary>
    public Person Change(int index, Func<Person, Person> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            var before = this[index];
            var after = change(before) with { Index = before.Index, AccountId = before.AccountId };
            _past.Note(index, before);
            _changed[index] = after;
            _anyChanged = true;
            _edits++;
            if (PersonTraits.Of(before) != PersonTraits.Of(after))
            {
                _version++;
            }

            return after;
        }
    }

    /// <summary>Adds a person at the end of all lists: an active member of the organization and the site, in no group.</summary>
    public Person Add(Func<Person, Person>? change = null)
    {
        lock (_lock)
        {
            var index = _limit++;
            while (_factory.Traits(index).Kind != AccountKind.Person)
            {
                // This index belongs to an app or a customer. It is skipped, so that an account id still shows the kind of account.
                (_gone, _goneFromSite) = (_gone.With(index), _goneFromSite.With(index));
                index = _limit++;
            }

            _version++;
            return Change(index, person =>
            {
                person = person with { Account = AccountState.Active, Membership = MembershipState.Active, ForDeletion = false, DeactivatedDaysAgo = null };
                return change?.Invoke(person) ?? person;
            });
        }
    }

    /// <summary>Deletes a person from the organization and the site. The people after it move up in lists with offsets.</summary>
    public bool Delete(int index) => SetGone(index, (gone, number) => gone.With(number), organization: true);

    /// <summary>Deletes a person from the site only.</summary>
    public bool DeleteFromSite(int index) => SetGone(index, (gone, number) => gone.With(number), organization: false);

    /// <summary>Restores a deleted person at the old place in all lists. The people after it move down.</summary>
    public bool Restore(int index) => SetGone(index, (gone, number) => gone.Without(number), organization: true);

    /// <summary>The state of a person in a directory.</summary>
    internal MembershipState DirectoryStateOf(int index, int directory) =>
        ChangedOf(index) is { } changed ? changed.StateIn(directory) : _factory.Traits(index).Membership;

    internal PersonTraits TraitsOf(int index) => ChangedOf(index) is { } changed ? PersonTraits.Of(changed) : _factory.Traits(index);

    internal IEnumerable<int> IndexesFrom(int start)
    {
        for (var index = start; index < _limit; index++)
        {
            if (!_gone.Contains(index))
            {
                yield return index;
            }
        }
    }

    private Person? ChangedOf(int index) =>
        !_anyChanged ? null
        : _past.TryRead(index, out var before) ? before
        : _changed.TryGetValue(index, out var changed) ? changed
        : null;

    private bool SetGone(int index, Func<DeletedSet, int, DeletedSet> set, bool organization)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _limit);
        lock (_lock)
        {
            (var gone, var goneFromSite) = (_gone, _goneFromSite);
            _gone = organization ? set(gone, index) : gone;
            _goneFromSite = set(goneFromSite, index);
            _version++;
            _edits++;
            return gone != _gone || goneFromSite != _goneFromSite;
        }
    }
}
