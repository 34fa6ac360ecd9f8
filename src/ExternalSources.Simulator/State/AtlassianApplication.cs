using System;

namespace ExternalSources.Simulator.State;

/// <summary>An application of the site.</summary>
/// <param name="key">The key, for example <c>jira-software</c>.</param>
/// <param name="name">The display name.</param>
/// <param name="cloudId">The cloud id of the site.</param>
/// <param name="seats">The number of licences.</param>
/// <param name="site">The index of the site.</param>
public sealed class AtlassianApplication(string key, string name, string cloudId, int seats, int site = 0)
{
    /// <summary>The index of the site in <see cref="SimulatorState.Sites"/>.</summary>
    public int Site { get; } = site;

    public string CloudId { get; } = cloudId;

    public string Key { get; } = key;

    public string Name { get; } = name;

    /// <summary>The ARI of the application on the site.</summary>
    public string ResourceId { get; } = "ari:cloud:" + key + "::site/" + cloudId;

    /// <summary>The key in one of the forms that the services use.</summary>
    public string KeyIn(ProductKeyForm form) => KeyIn(form, Key);

    /// <summary>An application's key in one of the forms.</summary>
    public static string KeyIn(ProductKeyForm form, string key) =>
        (form, key) switch
        {
            (ProductKeyForm.Product, "jira-software") => "jira",
            (ProductKeyForm.Product, "jira-servicedesk") => "jira-service-desk",
            _ => key,
        };

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
