using System;
using System.Collections.Concurrent;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator;

/// <summary>The people of an organization: generated when asked for, kept only when changed.</summary>
public sealed class Population
{
    private readonly int _seed;
    private readonly PersonFactory _factory;
    private readonly ConcurrentDictionary<int, Person> _changed = new();

    internal Population(int seed, int count, string domain)
    {
        _seed = seed;
        _factory = new PersonFactory(seed, domain);
        Count = count;
    }

    public int Count { get; }

    public string AdministratorEmail => _factory.AdministratorEmail;

    public Person this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return !_changed.IsEmpty && _changed.TryGetValue(index, out Person? changed) ? changed : _factory.Create(index);
        }
    }

    /// <summary>Finds by account id without a search.</summary>
    public Person? Find(string accountId)
    {
        if (!AccountIds.TryReadIndex(_seed, accountId, out int index) || index >= Count)
        {
            return null;
        }

        return string.Equals(_factory.AccountId(index), accountId, StringComparison.Ordinal) ? this[index] : null;
    }

    /// <summary>Finds by e-mail address, in any case, without a search.</summary>
    public Person? FindByEmail(string email)
    {
        foreach (Person changed in _changed.Values)
        {
            if (string.Equals(changed.Email, email, StringComparison.OrdinalIgnoreCase))
            {
                return changed;
            }
        }

        int index = 0;
        if (!string.Equals(email, AdministratorEmail, StringComparison.OrdinalIgnoreCase) && !MailNames.TryReadIndex(email, out index))
        {
            return null;
        }

        return index < Count && string.Equals(this[index].Email, email, StringComparison.OrdinalIgnoreCase) ? this[index] : null;
    }

    /// <summary>Changes a person, for good. The account id and the index stay what they are.</summary>
    public Person Change(int index, Func<Person, Person> change)
    {
        Person present = this[index];
        return _changed.AddOrUpdate(
            index,
            _ => Kept(change(present), present),
            (_, changed) => Kept(change(changed), changed));
    }

    private static Person Kept(Person after, Person before) => after with { Index = before.Index, AccountId = before.AccountId };
}
