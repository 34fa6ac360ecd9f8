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
        routes.MapMethods("/_edge/tenant_info", ["GET"], context => ServerInfo.AnswerTenantAsync(context, state));
        routes.MapMethods("/rest/api/2/serverInfo", ["GET"], context => ServerInfo.AnswerAsync(context, state));
        routes.MapMethods(Api + "/serverInfo", ["GET"], context => ServerInfo.AnswerAsync(context, state));
        routes.MapMethods(Api + "/mypermissions", ["GET"], context => MyPermissions.AnswerAsync(context, Caller.Of(context).SiteToken));
        void Map(string method, string path, Func<JiraCall, Task> answer) => MapUser(routes, state, method, Api + path, answer);
        Map("GET", "/myself", Myself.AnswerAsync);
        Map("GET", "/users", Browsing(UserLists.AnswerAllAsync));
        Map("GET", "/users/search", Browsing(UserLists.AnswerAllAsync));
        Map("GET", "/user", OneUser.AnswerAsync);
        Map("DELETE", "/user", Administering(SiteUserRemoval.AnswerAsync));
        Map("GET", "/user/bulk", UserLists.AnswerBulkAsync);
        Map("GET", "/user/search", UserLists.AnswerSearchAsync);
        Map("GET", "/user/groups", OneUser.AnswerGroupsAsync);
        Map("GET", "/group/bulk", Browsing(GroupLists.AnswerAllAsync));
        Map("GET", "/group/member", BrowsingOrAdministering(GroupLists.AnswerMembersAsync));
        Map("POST", "/group/user", Administering(GroupMembership.AddAsync));
        Map("DELETE", "/group/user", Administering(GroupMembership.RemoveAsync));
        Map("GET", "/group", BrowsingOrAdministering(OneGroup.AnswerAsync));
        Map("POST", "/group", Administering(OneGroup.CreateAsync));
        Map("DELETE", "/group", Administering(OneGroup.DeleteAsync));
        Map("GET", "/groups/picker", GroupLists.AnswerPickerAsync);
        Map("POST", "/issue", Issues.CreateAsync);
        Map("GET", "/search/jql", Issues.SearchAsync);
        Map("GET", "/applicationrole", Administering(ApplicationRoles.AnswerAsync));
        Map("GET", "/applicationrole/{key}", Administering(ApplicationRoles.AnswerOneAsync));
    }

    private static Func<JiraCall, Task> Browsing(Func<JiraCall, Task> answer) =>
        call => UserLists.MayBrowse(call) ? answer(call) : call.ForbidAsync(NoBrowsing);

    private static Func<JiraCall, Task> BrowsingOrAdministering(Func<JiraCall, Task> answer) =>
        call => call.Token.Administrator ? answer(call) : Browsing(answer)(call);

    private static Func<JiraCall, Task> Administering(Func<JiraCall, Task> answer) => call => call.Token.Administrator ? answer(call) : call.ForbidAsync();

    /// <summary>A call that nobody may make as anonymous.</summary>
    private static void MapUser(IEndpointRouteBuilder routes, SimulatorState state, string method, string pattern, Func<JiraCall, Task> answer) =>
        routes.MapMethods(pattern, [method], context =>
            Caller.Of(context).SiteToken is { } token ? answer(new JiraCall(context, state, token)) : JiraError.WriteAnonymousAsync(context)
        );
}
