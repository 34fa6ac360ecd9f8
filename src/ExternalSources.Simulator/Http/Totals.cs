using ExternalSources.Simulator.Faults;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Http;

/// <summary>Counts as answers show them: true, unless a fault says otherwise.</summary>
internal static class Totals
{
    public static int Shown(HttpContext context, int count) => int.Max(0, count + (context.Features.Get<Fault>()?.CountAdjustment ?? 0));
}
