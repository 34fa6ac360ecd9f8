using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Groups;

/// <summary>Selects an application on all sites of an organization, or the instance of one site.</summary>
/// <param name="Key">The application's key, in the form of <see cref="ApplicationKeys.Canonical"/>.</param>
/// <param name="CloudId">The cloud id of the site; <see langword="null"/> for all sites.</param>
internal sealed record ApplicationSelector(string Key, string? CloudId = null)
{
    private const string AnyKey = "*";

    /// <summary>Selects all applications of one site.</summary>
    public static ApplicationSelector AllOf(string cloudId) => new(AnyKey, cloudId);

    /// <summary>Selects an application by its key on all sites.</summary>
    public static implicit operator ApplicationSelector(string key) => new(ApplicationKeys.Canonical(key));

    /// <summary>Reads a selector from its text: the key of an application, or the ARI of an instance.</summary>
    public static ApplicationSelector Parse(string text) =>
        Ari.Owner(text) is { } owner ? new ApplicationSelector(ApplicationKeys.Canonical(owner), Ari.LastSegment(text)) : text;

    /// <summary>
    /// Whether a resource is selected. The ARI decides; the name is an alias for its owner. <see langword="null"/> if the application is selected, but the
    /// resource does not say to which site it belongs.
    /// </summary>
    /// <param name="resourceId">The ARI of the resource; <see langword="null"/> if the service does not return it.</param>
    /// <param name="name">The service's own name for the application.</param>
    public bool? Matches(string? resourceId, string? name)
    {
        if (!(Key == AnyKey || Is(name) || Is(Ari.Owner(resourceId))))
        {
            return false;
        }

        if (CloudId is null)
        {
            return true;
        }

        return resourceId is null ? null : Ari.LastSegment(resourceId).Equals(CloudId, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a group grants a selected application. Without known roles, the keys of the applications decide.</summary>
    /// <param name="group">The group.</param>
    /// <param name="withUnbilled">Whether a role that needs no seat counts.</param>
    public bool IsGrantedBy(ExternalGroup group, bool withUnbilled = false) =>
        group.Grants is { } grants
            ? grants.Any(grant => (withUnbilled || grant.Billable == true) && Matches(grant.ResourceId, grant.Application) == true)
            : group.Applications?.Any(Is) == true;

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => CloudId is null ? Key : $"ari:cloud:{Key}::site/{CloudId}";

    private bool Is(string? name) => name is not null && (name == Key || ApplicationKeys.Canonical(name) == Key);
}

/// <summary>The keys of applications. The services have several names for some of them.</summary>
internal static class ApplicationKeys
{
    private static readonly string[][] Aliases =
    [
        ["jira-software", "jira"],
        ["jira-servicedesk", "jira-service-desk", "jira-service-management"],
    ];

    /// <summary>Returns the key that an application role of a Jira site has, in lower case. An unknown key is returned as it is, in lower case.</summary>
    public static string Canonical(string key)
    {
        var lower = key.Trim().ToLowerInvariant();
        return Aliases.FirstOrDefault(names => names.Contains(lower))?[0] ?? lower;
    }

    /// <summary>Returns all names that a service may use for an application.</summary>
    public static IReadOnlyList<string> NamesOf(string key)
    {
        var canonical = Canonical(key);
        return Aliases.FirstOrDefault(names => names[0] == canonical) ?? [canonical];
    }

    /// <summary>
    /// Returns the application that a resource belongs to: the owner in its ARI or, if the ARI names the platform or is missing, the service's own name.
    /// </summary>
    public static string? Of(string? resourceId, string? name) =>
        (Ari.Owner(resourceId) is { } owner and not "platform" ? owner : name ?? Ari.Owner(resourceId)) is { } key ? Canonical(key) : null;
}
