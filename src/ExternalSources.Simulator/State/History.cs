using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ExternalSources.Simulator.State;

/// <summary>What values were before their changes, for reads that show changes late.</summary>
internal sealed class History<TKey, TValue>(LateReads late)
    where TKey : notnull
    where TValue : notnull
{
    private readonly ConcurrentDictionary<TKey, ImmutableList<(DateTimeOffset Until, TValue Value)>> _past = new();

    /// <summary>Notes the value before a change that is about to be made.</summary>
    public void Note(TKey key, TValue before)
    {
        if (late.IsOn)
        {
            var entry = (late.Now(), before);
            _past.AddOrUpdate(key, static (_, entry) => [entry], static (_, past, entry) => past.Add(entry), entry);
        }
    }

    /// <summary>Returns the value that the present read sees, if it is not the present one.</summary>
    public bool TryRead(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!late.IsOn || late.ViewedAt is not { } moment || !_past.TryGetValue(key, out var past))
        {
            return false;
        }

        foreach ((var until, var before) in past)
        {
            if (moment < until)
            {
                value = before;
                return true;
            }
        }

        return false;
    }
}
