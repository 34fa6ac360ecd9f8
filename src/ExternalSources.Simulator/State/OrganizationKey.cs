using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Simulator.State;

/// <summary>An organization API key, sent as a bearer token.</summary>
public sealed class OrganizationKey : ServiceKey
{
    /// <summary>The organizations that the key can see; null is all of them.</summary>
    public IReadOnlyList<string>? OrganizationIds { get; set; }

    /// <summary>Whether the key may manage the organization. Otherwise calls return 403 with ADMIN-403-3.</summary>
    public bool MayManage { get; set; } = true;

    /// <summary>Whether the key may read the list of API keys. Otherwise the list returns 403.</summary>
    public bool CanReadKeys { get; set; } = true;

    /// <summary>The scopes of a scoped key; null means every scope that exists. Keys without scopes ignore them.</summary>
    public IReadOnlyList<string>? Scopes { get; set; }

    /// <summary>Whether the service shows the activity of users to the key. Otherwise, no response has any.</summary>
    public bool ShowsActivity { get; set; } = true;

    public bool Sees(AtlassianOrganization organization) => OrganizationIds is not { } ids || ids.Contains(organization.Id, StringComparer.OrdinalIgnoreCase);
}
