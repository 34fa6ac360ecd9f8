using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.Organization;

/// <summary>A call about one organization, by a key that sees it.</summary>
internal sealed record OrganizationCall(HttpContext Context, SimulatorState State, OrganizationKey Key, AtlassianOrganization Organization)
{
    /// <summary>The number of the directory that the path names; null for the dash, which is all of them.</summary>
    public int? Directory { get; init; }

    public string RouteValue(string name) => (string)Context.GetRouteValue(name)!;
}
