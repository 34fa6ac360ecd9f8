using System;
using System.Globalization;
using System.Linq;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using ExternalSources.Simulator;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.State;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>Calls all endpoints of the site: reads, changes, and each kind of error.</summary>
internal static class JiraTour
{
    private const string Api = "/rest/api/3";

    public static async Task TakeAsync(SimulatorRun run)
    {
        run.Simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "member",
                Secret = "member",
                Email = SimulatorKeys.AdministratorEmail,
            }
        );
        run.Simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "blind",
                Secret = "blind",
                Email = SimulatorKeys.AdministratorEmail,
                CanBrowseUsers = false,
            }
        );
        run.Simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "narrow",
                Secret = "narrow",
                Email = SimulatorKeys.AdministratorEmail,
                Scoped = true,
                Scopes = [],
            }
        );
        await ReadAsync(run, Api, SimulatorRun.Basic());
        await ReadAsync(run, Gateway(run), SimulatorRun.Basic(SimulatorKeys.ScopedSite));
        await WriteAsync(run);
        await BeRefusedAsync(run);
        await FailAsync(run);
    }

    private static async Task ReadAsync(SimulatorRun run, string api, AuthenticationHeaderValue credentials)
    {
        Task<string> Read(string path) => run.AskAsync(200, "GET", api + "/" + path, credentials);
        string[] ids = [.. Enumerable.Range(0, 200).Select(index => Escape(run.Acme.People[index].AccountId))];
        await Read("serverInfo");
        await Read("myself");
        await Read("myself?expand=groups,applicationRoles");
        await Read("mypermissions?permissions=ADMINISTER,USER_PICKER");
        await Read("users");
        await Read("users?startAt=100&maxResults=100");
        await Read("users/search");
        await Read("users/search?startAt=150&maxResults=1000");
        await Read("users/search?startAt=100000");
        await Read("user/search?query=a&maxResults=20");
        await Read("user/search?accountId=" + ids[0]);
        await Read("user/bulk?maxResults=200&" + string.Join('&', ids.Select(id => "accountId=" + id)));
        await Read("user/bulk?accountId=nobody");
        foreach (var id in ids.Take(60))
        {
            await Read("user?expand=groups,applicationRoles&accountId=" + id);
            await Read("user?accountId=" + id);
            await Read("user/groups?accountId=" + id);
        }

        AtlassianGroup[] groups = [.. run.Acme.Groups.All.Where(group => group.Directory == 0)];
        await Read("group/bulk");
        await Read("group/bulk?startAt=5&maxResults=5");
        await Read("group/bulk?" + string.Join('&', groups.Take(4).Select(group => "groupId=" + Escape(group.Id))));
        await Read("group/bulk?" + string.Join('&', groups.Take(4).Select(group => "groupName=" + Escape(group.Name))));
        await Read("group/bulk?applicationKey=jira-software");
        foreach (var access in (string[])["site-admin", "admin", "user"])
        {
            await Read("group/bulk?accessType=" + access);
        }

        await Read("groups/picker");
        await Read("groups/picker?query=jira&maxResults=3&caseInsensitive=true&exclude=org-admins&excludeId=" + Escape(groups[0].Id));
        foreach (var group in groups.Take(20))
        {
            await Read("group?expand=users&groupId=" + Escape(group.Id));
            await Read("group?groupname=" + Escape(group.Name));
            await Read("group/member?groupId=" + Escape(group.Id));
            await Read("group/member?includeInactiveUsers=true&startAt=40&maxResults=1000&groupname=" + Escape(group.Name));
        }

        await Read("applicationrole");
        foreach (var application in run.Simulator.State.Applications.Where(application => application.IsJira))
        {
            await Read("applicationrole/" + application.Key);
        }
    }

    private static async Task WriteAsync(SimulatorRun run)
    {
        Task<string> Admin(int status, string method, string path, string? body = null, string type = "application/json") =>
            run.AskAsync(status, method, Api + "/" + path, SimulatorRun.Basic(), body, type);
        var person = run.Acme.Groups.Members(0, 3).First().AccountId;
        var synced = run.Acme.Groups.All.First(group => group is { ExternalSynced: true, Directory: 0 });
        await Admin(201, "POST", "group", """{"name":"made here"}""");
        var membership = "group/user?groupId=" + run.Acme.Groups.FindByName("made here")!.Id;
        await Admin(201, "POST", membership, Body(person));
        await Admin(400, "POST", membership, Body(person));
        await Admin(200, "DELETE", membership + "&accountId=" + Escape(person));
        await Admin(400, "DELETE", membership + "&accountId=" + Escape(person));
        await Admin(201, "POST", "group/user?groupname=made%20here", Body(person));
        await Admin(404, "POST", membership, Body("nobody"));
        await Admin(400, "POST", membership, "{}");
        await Admin(400, "POST", membership, "{");
        await Admin(415, "POST", membership, Body(person), "text/plain");
        await Admin(400, "POST", "group/user", Body(person));
        await Admin(404, "POST", "group/user?groupId=none", Body(person));
        await Admin(400, "POST", "group/user?groupId=" + synced.Id, Body(person));
        await Admin(400, "DELETE", "group/user?groupId=" + synced.Id + "&accountId=" + Escape(person));
        await Admin(400, "DELETE", membership);
        await Admin(400, "POST", "group", """{"name":"made here"}""");
        await Admin(400, "POST", "group", "{}");
        await Admin(400, "DELETE", "group?groupId=" + synced.Id);
        await Admin(200, "DELETE", "group?groupname=made%20here");
        await Admin(404, "DELETE", "group?groupname=made%20here");
        var removed = "user?accountId=" + Escape(run.Acme.People[run.Acme.People.Limit - 1].AccountId);
        await Admin(204, "DELETE", removed);
        await Admin(404, "DELETE", removed);
        await Admin(404, "DELETE", "user?accountId=nobody");
        await Admin(400, "DELETE", "user");
        await Admin(
            201,
            "POST",
            "issue",
            """{"fields":{"project":{"key":"ADM"},"issuetype":{"name":"Task"},"summary":"Made here","description":{"type":"doc","version":1,"content":[]}}}"""
        );
        await Admin(400, "POST", "issue", """{"fields":{"project":{"key":"NONE"},"issuetype":{"name":"Task"},"summary":""}}""");
        await Admin(400, "POST", "issue", """{"fields":{"project":{"key":"ADM"},"issuetype":{"name":"Nothing"},"summary":"x","description":"text"}}""");
        await Admin(400, "POST", "issue", "[]");
        await Admin(200, "GET", "search/jql?fields=description&jql=" + Escape("project = \"ADM\" AND reporter = currentUser() AND created >= \"-30m\""));
        await Admin(400, "GET", "search/jql?jql=" + Escape("assignee = nobody"));
    }

    private static async Task BeRefusedAsync(SimulatorRun run)
    {
        Task<string> Ask(int status, string path, AuthenticationHeaderValue? credentials, string method = "GET", string? body = null) =>
            run.AskAsync(status, method, path.StartsWith('/') ? path : Api + "/" + path, credentials, body);
        var person = Escape(run.Acme.People[1].AccountId);
        var group = "groupId=" + run.Acme.Groups.FindByName("nobody-yet")!.Id;
        AuthenticationHeaderValue admin = SimulatorRun.Basic(),
            member = SimulatorRun.Basic("member"),
            blind = SimulatorRun.Basic("blind");
        foreach (
            var path in (string[])
                [
                    "users/search?startAt=x",
                    "users?maxResults=-1",
                    "user",
                    "user/bulk",
                    "user/search",
                    "user/groups",
                    "group",
                    "group/member",
                    "group/bulk?startAt=x",
                    "mypermissions",
                    "mypermissions?permissions=NONSENSE",
                ]
        )
        {
            await Ask(400, path, admin);
        }

        await Ask(
            400,
            "user/bulk?" + string.Join('&', Enumerable.Range(0, 201).Select(number => "accountId=" + number.ToString(CultureInfo.InvariantCulture))),
            admin
        );
        await Ask(400, "user/search?query=a&accountId=" + person, admin);
        foreach (
            var path in (string[])
                [
                    "myself",
                    "users/search",
                    "user?accountId=" + person,
                    "group/bulk",
                    "group/member?" + group,
                    "applicationrole",
                    "user/bulk?accountId=" + person,
                ]
        )
        {
            await Ask(401, path, null);
            await Ask(401, path, SimulatorRun.Basic("wrong"));
            await Ask(401, path, SimulatorRun.Bearer());
        }

        await Ask(401, "mypermissions?permissions=ADMINISTER", SimulatorRun.Basic("wrong"));
        await Ask(401, "serverInfo", SimulatorRun.Basic("wrong"));
        await Ask(200, "mypermissions?permissions=ADMINISTER", null);
        foreach (var path in (string[])["applicationrole", "applicationrole/jira-software"])
        {
            await Ask(403, path, member);
        }

        await Ask(403, "user?accountId=" + person, member, "DELETE");
        await Ask(400, "group/bulk?accessType=none", admin);
        await Ask(403, "group", member, "POST", """{"name":"mine"}""");
        await Ask(403, "group?" + group, member, "DELETE");
        await Ask(403, "group/user?" + group, member, "POST", Body(person));
        await Ask(403, "group/user?" + group + "&accountId=" + person, member, "DELETE");
        foreach (
            var path in (string[])
                [
                    "users",
                    "users/search",
                    "group/bulk",
                    "user?accountId=" + person,
                    "user/groups?accountId=" + person,
                    "group?" + group,
                    "group/member?" + group,
                ]
        )
        {
            await Ask(403, path, blind);
        }

        foreach (
            var path in (string[])
                [
                    "user?accountId=nobody",
                    "user/groups?accountId=nobody",
                    "group?groupId=none",
                    "group/member?groupname=none",
                    "applicationrole/none",
                    "nonsense",
                ]
        )
        {
            await Ask(404, path, admin);
        }

        await Ask(405, "myself", admin, "PATCH", "{}");
        await Ask(401, Gateway(run) + "/myself", SimulatorRun.Basic("narrow"));
        await Ask(401, Gateway(run) + "/myself", admin);
        await Ask(404, "/ex/jira/none" + Api + "/myself", SimulatorRun.Basic(SimulatorKeys.ScopedSite));
    }

    private static async Task FailAsync(SimulatorRun run)
    {
        foreach (var status in (int[])[400, 403, 409, 429, 500, 502, 503, 504])
        {
            run.Simulator.Faults.On(Api + "/users/search").Once().Respond(status, TimeSpan.FromSeconds(1));
            await run.AskAsync(status, "GET", Api + "/users/search", SimulatorRun.Basic());
            run.Simulator.Faults.On(Api + "/users").Once().Respond(status, TimeSpan.FromSeconds(1));
            await run.AskAsync(status, "GET", Api + "/users", SimulatorRun.Basic());
            run.Simulator.Faults.On("/ex/**").Once().Respond(status, TimeSpan.FromSeconds(1));
            await run.AskAsync(status, "GET", Gateway(run) + "/users/search", SimulatorRun.Basic(SimulatorKeys.ScopedSite));
        }

        run.Simulator.State.RequestsPerSecond = 1;
        await run.AskAsync(200, "GET", Api + "/myself", SimulatorRun.Basic("member"));
        await run.AskAsync(429, "GET", Api + "/myself", SimulatorRun.Basic("member"));
        run.Simulator.State.RequestsPerSecond = null;
        await run.AskAsync(200, "GET", "/_edge/tenant_info", null);
        await run.AskAsync(200, "GET", "/rest/api/2/serverInfo", null);
        run.Simulator.State.Site.DeploymentType = "Server";
        await run.AskAsync(404, "GET", Api + "/serverInfo", null);
        await run.AskAsync(200, "GET", "/rest/api/2/serverInfo", null);
        run.Simulator.State.Site.DeploymentType = "Cloud";
    }

    private static string Gateway(SimulatorRun run) => "/ex/jira/" + run.Simulator.State.Site.CloudId + Api;

    private static string Body(string accountId) => $$"""{"accountId":"{{accountId}}"}""";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
