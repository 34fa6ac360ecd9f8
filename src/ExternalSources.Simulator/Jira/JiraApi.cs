using System;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.Jira;

/// <summary>The routes of the site. Users, groups, application roles and issues go here.</summary>
internal static class JiraApi
{
    public static void Map(IEndpointRouteBuilder routes, SimulatorState state)
    {
        routes.MapMethods("/_edge/tenant_info", ["GET"], context => ServerInfo.AnswerTenantAsync(context, state));
        routes.MapMethods("/rest/api/2/serverInfo", ["GET"], context => ServerInfo.AnswerAsync(context, state));
        routes.MapMethods("/rest/api/3/serverInfo", ["GET"], context => ServerInfo.AnswerAsync(context, state));
        routes.MapMethods("/rest/api/3/mypermissions", ["GET"], context => MyPermissions.AnswerAsync(context, Caller.Of(context).SiteToken));
        MapUser(routes, "GET", "/rest/api/3/myself", (context, token) => Myself.AnswerAsync(context, state, token));
    }

    /// <summary>A call that nobody may make as anonymous.</summary>
    private static void MapUser(IEndpointRouteBuilder routes, string method, string pattern, Func<HttpContext, SiteToken, Task> answer) =>
        routes.MapMethods(pattern, [method], context => Caller.Of(context).SiteToken is { } token
            ? answer(context, token)
            : JiraError.WriteAnonymousAsync(context));
}
