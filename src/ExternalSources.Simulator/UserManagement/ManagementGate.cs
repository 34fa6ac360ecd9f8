using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.UserManagement;

/// <summary>Admits callers with a valid organization key without scopes.</summary>
internal static class ManagementGate
{
    public static async Task<bool> AdmitsAsync(HttpContext context, SimulatorState state)
    {
        var key = Caller.Of(context).OrganizationKey;
        if (key is null || !key.IsValidAt(state.Now))
        {
            await ManagementError.WriteAsync(context, StatusCodes.Status401Unauthorized, "unauthorized");
            return false;
        }

        key.LastActiveAt = state.Now;
        if (key.Scoped)
        {
            // Observed: the service names a scope that no key can have.
            await ManagementError.WriteInsufficientScopeAsync(context);
            return false;
        }

        if (!key.MayManage)
        {
            await ManagementError.WriteAsync(context, StatusCodes.Status403Forbidden, "forbidden");
            return false;
        }

        return true;
    }
}
