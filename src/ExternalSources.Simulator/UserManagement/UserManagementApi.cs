using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.UserManagement;

/// <summary>The routes of the user management API. The lifecycle of accounts and their API tokens go here.</summary>
internal static class UserManagementApi
{
    public static void Map(IEndpointRouteBuilder routes, SimulatorState state)
    {
        MapAccount(routes, state, "GET", "/users/{accountId}/manage", Manageability.AnswerAsync);
    }

    private static void MapAccount(IEndpointRouteBuilder routes, SimulatorState state, string method, string pattern, Func<HttpContext, Person, Task> answer) =>
        routes.MapMethods(pattern, [method], context =>
        {
            OrganizationKey key = Caller.Of(context).OrganizationKey!;
            string accountId = (string)context.GetRouteValue("accountId")!;
            (AtlassianOrganization organization, Person? person) = state.Organizations
                .Select(organization => (organization, person: organization.People.Find(accountId)))
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
                ? answer(context, person)
                : ManagementError.WriteAsync(context, StatusCodes.Status403Forbidden, "forbidden.targetUnverified");
        });
}
