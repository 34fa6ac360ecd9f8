using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Users;

/// <summary>One person, combined from all sources.</summary>
public sealed record EffectiveUser
{
    /// <summary>The account id, which identifies the person in every source.</summary>
    public required string AccountId { get; init; }

    /// <summary>The person's full name.</summary>
    public required string Name { get; init; }

    /// <summary>The e-mail address; <see langword="null"/> if no source returns it.</summary>
    public string? Email { get; init; }

    /// <summary>The person's latest activity in any source, UTC; <see langword="null"/> if none is known.</summary>
    public DateTimeOffset? LastActive { get; init; }

    /// <summary>The differences between the sources, such as "Active on acme-jira, Deactivated in acme".</summary>
    public IReadOnlyList<string> Flags
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>The sources that could not be read. The person's state in these sources is unknown.</summary>
    public IReadOnlyList<string> NotRead
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>The person's state in each source.</summary>
    public required IReadOnlyList<ExternalUser> States
    {
        get;
        init => field = ReadableList.Of(value, static state => $"{state.Source}: {state.Status}");
    }

    /// <summary>The person's name.</summary>
    public override string ToString() => Name;
}

/// <summary>Combines a person's states in several sources.</summary>
internal static class EffectiveState
{
    public static EffectiveUser Of(IReadOnlyList<ExternalUser> states, Func<string, SourceType> typeOf, IReadOnlyList<string> notRead)
    {
        // An organization has more complete data about a person than a site.
        var ordered = states.OrderBy(state => typeOf(state.Source)).ThenBy(state => state.Source, StringComparer.OrdinalIgnoreCase).ToArray();
        return new EffectiveUser
        {
            AccountId = ordered[0].AccountId,
            Name = ordered[0].Name,
            Email = ordered.Select(state => state.Email).FirstOrDefault(email => email is not null),
            LastActive = ordered.Max(state => state.LastActive),
            Flags = Flags(ordered, typeOf).Concat(notRead.Select(source => $"Unknown on {source}, which could not be read")).ToArray(),
            NotRead = notRead,
            States = ordered,
        };
    }

    private static IEnumerable<string> Flags(IReadOnlyList<ExternalUser> states, Func<string, SourceType> typeOf)
    {
        foreach (var organization in states.Where(state => typeOf(state.Source) == SourceType.Access))
        {
            foreach (var site in states.Where(state => typeOf(state.Source) == SourceType.JiraCloud && state.Status == nameof(UserStatus.Active)))
            {
                if (organization.Status != nameof(UserStatus.Active))
                {
                    yield return $"Active on {site.Source}, {organization.Status} in {organization.Source}";
                }
            }

            foreach (var site in states.Where(state => typeOf(state.Source) == SourceType.JiraCloud && state.Status == nameof(UserStatus.Deactivated)))
            {
                if (organization.Status == nameof(UserStatus.Active))
                {
                    yield return $"{site.Status} on {site.Source}, Active in {organization.Source}";
                }
            }

            if (organization.Status != nameof(UserStatus.Active) && organization.Granted is { Count: > 0 } applications)
            {
                yield return $"{organization.Status} in {organization.Source}, but still in groups that grant {string.Join(", ", applications)}";
            }

            if (organization.Status != nameof(UserStatus.Active) && organization.MayBeGrantedMore)
            {
                yield return $"{organization.Status} in {organization.Source}, which does not return everything that the user's groups grant";
            }
        }
    }
}
