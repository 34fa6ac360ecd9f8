using System;

namespace ExternalSources.Simulator.State;

/// <summary>An application of the site.</summary>
/// <param name="key">The key, for example <c>jira-software</c>.</param>
/// <param name="name">The display name.</param>
/// <param name="cloudId">The cloud id of the site.</param>
/// <param name="seats">The number of licences.</param>
public sealed class AtlassianApplication(string key, string name, string cloudId, int seats)
{
    public string Key { get; } = key;

    public string Name { get; } = name;

    /// <summary>The ARI of the application on the site.</summary>
    public string ResourceId { get; } = "ari:cloud:" + key + "::site/" + cloudId;

    /// <summary>The number of licences. A change that needs one more is refused.</summary>
    public int Seats { get; set; } = seats;

    /// <summary>Whether the application has an application role in Jira.</summary>
    public bool IsJira => Key.StartsWith("jira-", StringComparison.Ordinal);

    /// <summary>The smallest power of ten that is enough for the people.</summary>
    internal static int SeatsFor(int people)
    {
        var seats = 10;
        while (seats < people && seats < 1_000_000_000)
        {
            seats *= 10;
        }

        return seats;
    }
}
