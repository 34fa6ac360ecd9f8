using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Simulator.State;

/// <summary>An organization API key, sent as a bearer.</summary>
public sealed class OrganizationKey : ServiceKey
{
    /// <summary>The organizations that the key sees; all of them when not set.</summary>
    public IReadOnlyList<string>? OrganizationIds { get; set; }

    /// <summary>False: admin calls answer 403 with ADMIN-403-3.</summary>
    public bool MayManage { get; set; } = true;

    /// <summary>False: the list of API keys answers 403.</summary>
    public bool CanReadKeys { get; set; } = true;

    public bool Sees(AtlassianOrganization organization) => OrganizationIds is not { } ids || ids.Contains(organization.Id, StringComparer.OrdinalIgnoreCase);
}
