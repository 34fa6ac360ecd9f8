using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>Admits callers with a valid organization key that may manage the organization.</summary>
internal static class OrganizationGate
{
    public static async Task<bool> AdmitsAsync(HttpContext context, SimulatorState state)
    {
        var key = Caller.Of(context).OrganizationKey;
        if (key is null || !key.IsValidAt(state.Now))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await OrganizationError.WriteAsync(
                context,
                StatusCodes.Status401Unauthorized,
                OrganizationError.CodeOf(401),
                "Authentication is required: the API key is missing, not valid or expired."
            );
            return false;
        }

        key.LastActiveAt = state.Now;
        if (!key.MayManage)
        {
            await OrganizationError.WriteAsync(
                context,
                StatusCodes.Status403Forbidden,
                OrganizationError.MayNotManage,
                "You may not manage this organization."
            );
            return false;
        }

        return true;
    }
}
