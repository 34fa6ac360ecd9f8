using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>A call about one organization, by a key that sees it.</summary>
internal sealed record OrganizationCall(HttpContext Context, SimulatorState State, OrganizationKey Key, AtlassianOrganization Organization);
