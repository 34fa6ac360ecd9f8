using System;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.Jira;

/// <summary>The routes of the site.</summary>
internal static class JiraApi
{
    private const string Api = "/rest/api/3";
    private const string NoBrowsing = "You do not have permission to browse users.";

    public static void Map(IEndpointRouteBuilder routes, SimulatorState state)
    {
        routes.MapMethods("/_edge/tenant_info", ["GET"], context => ServerInfo.RespondTenantAsync(context, state));
        routes.MapMethods("/rest/api/2/serverInfo", ["GET"], context => ServerInfo.RespondAsync(context, state));
        routes.MapMethods(Api + "/serverInfo", ["GET"], context => ServerInfo.RespondAsync(context, state));
        routes.MapMethods(Api + "/mypermissions", ["GET"], context => MyPermissions.RespondAsync(context, Caller.Of(context).SiteToken));
        void Map(string method, string path, Func<JiraCall, Task> respond) => MapUser(routes, state, method, Api + path, respond);
        Map("GET", "/myself", Myself.RespondAsync);
        Map("GET", "/users", Browsing(UserLists.RespondAllAsync));
        Map("GET", "/users/search", Browsing(UserLists.RespondAllAsync));
        Map("GET", "/user", OneUser.RespondAsync);
        Map("DELETE", "/user", Administering(OneUser.RemoveAsync));
        Map("GET", "/user/bulk", UserLists.RespondBulkAsync);
        Map("GET", "/user/search", UserLists.RespondSearchAsync);
        Map("GET", "/user/groups", OneUser.RespondGroupsAsync);
        Map("GET", "/group/bulk", Browsing(GroupLists.RespondAllAsync));
        Map("GET", "/group/member", BrowsingOrAdministering(GroupLists.RespondMembersAsync));
        Map("POST", "/group/user", Administering(GroupMembership.AddAsync));
        Map("DELETE", "/group/user", Administering(GroupMembership.RemoveAsync));
        Map("GET", "/group", BrowsingOrAdministering(OneGroup.RespondAsync));
        Map("POST", "/group", Administering(OneGroup.CreateAsync));
        Map("DELETE", "/group", Administering(OneGroup.DeleteAsync));
        Map("GET", "/groups/picker", GroupLists.RespondPickerAsync);
        Map("POST", "/issue", Issues.CreateAsync);
        Map("GET", "/search/jql", Issues.SearchAsync);
        Map("GET", "/applicationrole", Administering(ApplicationRoles.RespondAsync));
        Map("GET", "/applicationrole/{key}", Administering(ApplicationRoles.RespondOneAsync));
    }

    private static Func<JiraCall, Task> Browsing(Func<JiraCall, Task> respond) =>
        call => UserLists.MayBrowse(call) ? respond(call) : call.ForbidAsync(NoBrowsing);

    private static Func<JiraCall, Task> BrowsingOrAdministering(Func<JiraCall, Task> respond) =>
        call => call.Token.Administrator ? respond(call) : Browsing(respond)(call);

    private static Func<JiraCall, Task> Administering(Func<JiraCall, Task> respond) => call => call.Token.Administrator ? respond(call) : call.ForbidAsync();

    /// <summary>Maps a call that needs credentials.</summary>
    private static void MapUser(IEndpointRouteBuilder routes, SimulatorState state, string method, string pattern, Func<JiraCall, Task> respond) =>
        routes.MapMethods(pattern, [method], context =>
            Caller.Of(context).SiteToken is { } token ? respond(new JiraCall(context, state, token)) : JiraError.WriteAnonymousAsync(context)
        );
}
