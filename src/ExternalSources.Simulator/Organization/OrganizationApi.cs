using System;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.Organization;

/// <summary>The routes of the organization API.</summary>
internal static class OrganizationApi
{
    private const string Directory = "/admin/v2/orgs/{orgId}/directories/{directoryId}";

    public static void Map(IEndpointRouteBuilder routes, SimulatorState state)
    {
        routes.MapMethods("/admin/v1/orgs", ["GET"], context => OrganizationList.RespondAsync(context, state));
        MapOrganization(routes, state, "GET", "/admin/v1/orgs/{orgId}", OrganizationList.RespondOneAsync);
        MapOrganization(routes, state, "GET", "/admin/api-access/v1/orgs/{orgId}/api-keys", KeyList.RespondAsync);
        MapOrganization(routes, state, "GET", "/admin/v2/orgs/{orgId}/directories", DirectoryList.RespondAsync);
        MapDirectory(routes, state, "POST", "/users/search", UserSearch.RespondAsync);
        MapDirectory(routes, state, "GET", "/users/count", UserSearch.RespondCountAsync);
        MapDirectory(routes, state, "GET", "/users/{accountId}", UserSearch.RespondOneAsync);
        MapDirectory(routes, state, "GET", "/users/{accountId}/role-assignments", RoleAssignments.RespondUserAsync);
        MapDirectory(routes, state, "POST", "/users/{accountId}/suspend", DirectoryAccess.SuspendAsync);
        MapDirectory(routes, state, "POST", "/users/{accountId}/restore", DirectoryAccess.RestoreAsync);
        MapDirectory(routes, state, "DELETE", "/users/{accountId}", DirectoryAccess.RemoveAsync);
        MapDirectory(routes, state, "POST", "/groups/search", GroupSearch.RespondAsync);
        MapDirectory(routes, state, "GET", "/groups/{groupId}", GroupSearch.RespondOneAsync);
        MapDirectory(routes, state, "GET", "/groups/{groupId}/role-assignments", RoleAssignments.RespondGroupAsync);
        MapDirectory(routes, state, "POST", "/groups/{groupId}/memberships", Memberships.AddAsync);
        MapDirectory(routes, state, "DELETE", "/groups/{groupId}/memberships/{accountId}", Memberships.RemoveAsync);
        MapOrganization(routes, state, "POST", "/admin/v2/orgs/{orgId}/workspaces", Workspaces.RespondAsync);
        MapOrganization(routes, state, "POST", "/admin/v1/orgs/{orgId}/users/{userId}/roles/assign", RoleWrites.AssignAsync);
        MapOrganization(routes, state, "POST", "/admin/v1/orgs/{orgId}/users/{userId}/roles/revoke", RoleWrites.RevokeAsync);
        MapOrganization(routes, state, "POST", "/admin/v1/orgs/{orgId}/users/{userId}/role-assignments/assign", RoleWrites.AssignOrganizationAsync);
        MapOrganization(routes, state, "POST", "/admin/v1/orgs/{orgId}/users/{userId}/role-assignments/revoke", RoleWrites.RevokeOrganizationAsync);
        MapOrganization(routes, state, "GET", "/admin/v1/orgs/{orgId}/users", ManagedAccounts.RespondAsync);
        MapOrganization(routes, state, "GET", "/admin/v1/orgs/{orgId}/directory/users/{accountId}/last-active-dates", LastActiveDates.RespondAsync);
    }

    private static void MapDirectory(IEndpointRouteBuilder routes, SimulatorState state, string method, string pattern, Func<OrganizationCall, Task> respond) =>
        MapOrganization(routes, state, method, Directory + pattern, call =>
        {
            var directory = call.RouteValue("directoryId");
            if (directory == "-")
            {
                return respond(call);
            }

            var number = call.Organization.NumberOfDirectory(directory);
            return number >= 0
                ? respond(call with { Directory = number })
                : OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, OrganizationError.CodeOf(404), "The directory was not found.");
        });

    private static void MapOrganization(
        IEndpointRouteBuilder routes,
        SimulatorState state,
        string method,
        string pattern,
        Func<OrganizationCall, Task> respond
    ) => routes.MapMethods(pattern, [method], context =>
        {
            var key = Caller.Of(context).OrganizationKey!;
            if (state.FindOrganization((string)context.GetRouteValue("orgId")!) is not { } organization)
            {
                return OrganizationError.WriteAsync(
                    context,
                    StatusCodes.Status404NotFound,
                    OrganizationError.NoOrganization,
                    "The organization was not found."
                );
            }

            if (!key.Sees(organization))
            {
                return OrganizationError.WriteAsync(
                    context,
                    StatusCodes.Status403Forbidden,
                    OrganizationError.MayNotManage,
                    "You may not manage this organization."
                );
            }

            return OrganizationScopes.Missing(key, method, pattern) is { } scope
                ? OrganizationError.WriteAsync(
                    context,
                    StatusCodes.Status403Forbidden,
                    OrganizationError.CodeOf(403),
                    "The API key does not have the required scope: " + scope
                )
                : respond(new OrganizationCall(context, state, key, organization));
        });
}
