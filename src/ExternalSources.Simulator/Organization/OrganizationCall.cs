using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.Organization;

/// <summary>A call about one organization, with a key that can see it.</summary>
internal sealed record OrganizationCall(HttpContext Context, SimulatorState State, OrganizationKey Key, AtlassianOrganization Organization)
{
    /// <summary>The index of the directory in the path; null for the dash, which means all directories.</summary>
    public int? Directory { get; init; }

    public string RouteValue(string name) => (string)Context.GetRouteValue(name)!;
}
