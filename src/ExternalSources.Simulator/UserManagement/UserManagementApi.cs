using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.UserManagement;

/// <summary>The routes of the user management API.</summary>
internal static class UserManagementApi
{
    public static void Map(IEndpointRouteBuilder routes, SimulatorState state)
    {
        MapAccount(routes, state, "GET", "/users/{accountId}/manage", Manageability.RespondAsync);
        MapAccount(routes, state, "POST", "/users/{accountId}/manage/lifecycle/disable", Lifecycle.DisableAsync);
        MapAccount(routes, state, "POST", "/users/{accountId}/manage/lifecycle/enable", Lifecycle.EnableAsync);
        MapAccount(routes, state, "POST", "/users/{accountId}/manage/lifecycle/delete", Lifecycle.DeleteAsync);
        MapAccount(routes, state, "POST", "/users/{accountId}/manage/lifecycle/cancel-delete", Lifecycle.CancelDeleteAsync);
        MapAccount(routes, state, "GET", "/users/{accountId}/manage/api-tokens", ApiTokens.ListAsync);
        MapAccount(routes, state, "DELETE", "/users/{accountId}/manage/api-tokens/{tokenId}", ApiTokens.RevokeAsync);
    }

    private static void MapAccount(
        IEndpointRouteBuilder routes,
        SimulatorState state,
        string method,
        string pattern,
        Func<HttpContext, SimulatorState, AtlassianOrganization, Person, Task> respond
    ) => routes.MapMethods(pattern, [method], context =>
        {
            var key = Caller.Of(context).OrganizationKey!;
            var accountId = (string)context.GetRouteValue("accountId")!;
            (var organization, var person) = state
                .Organizations.Select(organization => (organization, person: organization.People.Find(accountId)))
                .FirstOrDefault(found => found.person is not null);
            if (person is null)
            {
                return ManagementError.WriteAsync(context, StatusCodes.Status404NotFound, "accountNotFound");
            }

            if (!person.Managed || !key.Sees(organization))
            {
                return ManagementError.WriteAsync(context, StatusCodes.Status403Forbidden, "forbidden");
            }

            return person.EmailVerified
                ? respond(context, state, organization, person)
                : ManagementError.WriteAsync(context, StatusCodes.Status403Forbidden, "forbidden.targetUnverified");
        });
}
