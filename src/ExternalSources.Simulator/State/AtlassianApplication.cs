using System;

namespace ExternalSources.Simulator.State;

/// <summary>An application of the site.</summary>
/// <param name="key">For instance <c>jira-software</c>.</param>
/// <param name="name">What people call it.</param>
/// <param name="cloudId">The site.</param>
/// <param name="seats">Licences.</param>
public sealed class AtlassianApplication(string key, string name, string cloudId, int seats)
{
    public string Key { get; } = key;

    public string Name { get; } = name;

    /// <summary>Its ARI on the site.</summary>
    public string ResourceId { get; } = "ari:cloud:" + key + "::site/" + cloudId;

    /// <summary>How many may hold a role that costs a licence. Whoever would be one more is refused.</summary>
    public int Seats { get; set; } = seats;

    /// <summary>Whether it has an application role in Jira.</summary>
    public bool IsJira => Key.StartsWith("jira-", StringComparison.Ordinal);

    /// <summary>The next size in the price list.</summary>
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
