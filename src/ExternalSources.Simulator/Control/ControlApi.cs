using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.Control;

/// <summary>The routes under <c>/_simulator</c>.</summary>
internal static class ControlApi
{
    public static void Map(IEndpointRouteBuilder routes, SimulatorState state, FaultPlan faults, RequestLog requests)
    {
        _ = (routes, state, faults, requests);
    }
}
