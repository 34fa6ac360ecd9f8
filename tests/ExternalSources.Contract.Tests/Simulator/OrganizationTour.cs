using System;
using System.Linq;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using System.Web;
using ExternalSources.Simulator;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>Calls all endpoints of the organization API.</summary>
internal static class OrganizationTour
{
    public static async Task TakeAsync(SimulatorRun run)
    {
        run.Simulator.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "weak",
                Secret = "weak",
                MayManage = false,
                CanReadKeys = false,
            }
        );
        run.Simulator.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "without keys",
                Secret = "without keys",
                CanReadKeys = false,
            }
        );
        run.Simulator.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "elsewhere",
                Secret = "elsewhere",
                OrganizationIds = [run.Simulator.State.Organizations[1].Id],
            }
        );
        run.Simulator.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "old",
                Secret = "old",
                ExpiresAt = run.Simulator.State.StartedAt.AddDays(-1),
                Revoked = true,
            }
        );
        await ReadAsync(run);
        await SearchAsync(run);
        await ReadWorkspacesAsync(run);
        await WriteAsync(run);
        await ChangeRolesAsync(run);
        await BeRefusedAsync(run);
        await FailAsync(run);
    }

    private static async Task ReadAsync(SimulatorRun run)
    {
        Task<string> Read(string path) => run.AskAsync(200, "GET", path, SimulatorRun.Bearer());
        var administrator = Escape(run.Acme.People[0].AccountId);
        await run.AskAsync(200, "GET", "/admin/v1/orgs", SimulatorRun.Bearer(SimulatorKeys.ScopedOrganization));
        await ReadPagesAsync(run, "/admin/v1/orgs");
        await Read("/admin/v1/orgs/" + run.Acme.Id);
        await ReadPagesAsync(run, "/admin/v1/orgs/" + run.Acme.Id + "/users");
        await ReadPagesAsync(run, "/admin/api-access/v1/orgs/" + run.Acme.Id + "/api-keys?pageSize=2");
        await ReadPagesAsync(run, run.Organization + "/directories?limit=2");
        await Read(run.Organization + "/directories?searchTerm=acme&accountId=" + administrator + "&directoryIds=" + run.Acme.Directories[0].Id);
        await Read(run.Directory() + "/users/count");
        await Read(run.Directory(1) + "/users/count?status=active&status=suspended&mfaEnabled=true&claimStatus=managed&emailDomains=acme.example&searchTerm=a");
        await Read(
            run.Directory()
                + "/users/count?accountStatus=active&membershipStatus=active&groupIds="
                + run.Acme.Groups[0].Id
                + "&accountIds="
                + administrator
                + "&directoryIds="
                + run.Acme.Directories[0].Id
        );
        foreach (var index in Enumerable.Range(0, 80))
        {
            var person = Escape(run.Acme.People[index].AccountId);
            await Read(run.Directory() + "/users/" + person);
            await Read(run.Directory() + "/users/" + person + "/role-assignments");
            await Read("/admin/v1/orgs/" + run.Acme.Id + "/directory/users/" + person + "/last-active-dates");
        }

        foreach (var group in run.Acme.Groups.All)
        {
            await Read(run.Directory(group.Directory) + "/groups/" + group.Id);
            await ReadPagesAsync(run, run.Directory(group.Directory) + "/groups/" + group.Id + "/role-assignments?limit=1");
        }
    }

    /// <summary>Reads all pages. The links of version 1 are complete URLs.</summary>
    private static async Task ReadPagesAsync(SimulatorRun run, string path)
    {
        for (var next = path; next is not null; )
        {
            var link = (string?)JObject.Parse(await run.AskAsync(200, "GET", next, SimulatorRun.Bearer())).SelectToken("links.next");
            next =
                link is null ? null
                : Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp ? url.PathAndQuery
                : path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "cursor=" + Escape(link);
        }
    }

    private static async Task SearchAsync(SimulatorRun run)
    {
        var group = run.Acme.Groups[0];
        string person = run.Acme.People[0].AccountId,
            resource = run.Simulator.State.Applications[0].ResourceId;
        foreach (
            var users in (string[])
                [
                    "{}",
                    """{"limit":30,"expand":["platformRoles","counts.resources","productAccess","groups"]}""",
                    """{"sortBy":[{"field":"nick_name","direction":"desc"}],"limit":100,"expand":["productAccess"]}""",
                    """
                        {
                          "status":["active","suspended","not_invited","deactivated"],
                          "accountStatus":["active","inactive","closed"],
                          "membershipStatus":["active","suspended","no_membership"]
                        }
                        """,
                    """{"mfaEnabled":true,"claimStatus":"managed","emailDomains":["acme.example"],"roleIds":["atlassian/user"]}""",
                    """{"emails":["admin@acme.example"]}""",
                    """{"searchTerm":"a"}""",
                    """{"status":["for_deletion"]}""",
                    $$"""
                        {
                          "accountIds":["{{person}}"],"groupIds":["{{group.Id}}"],
                          "directoryIds":["{{run.Acme.Directories[0].Id}}"],"resourceIds":["{{resource}}"]
                        }
                        """,
                ]
        )
        {
            await SearchPagesAsync(run, run.Directory() + "/users/search", users);
        }

        await SearchPagesAsync(run, run.Directory(1) + "/users/search", """{"expand":["groups"]}""");
        foreach (
            var groups in (string[])
                [
                    "{}",
                    """{"limit":7,"expand":["counts.resources","counts.users"]}""",
                    """{"searchTerm":"jira"}""",
                    $$"""{"groupNames":["{{group.Name.ToUpperInvariant()}}"]}""",
                    $$"""{"groupIds":["{{group.Id}}"],"accountIds":["{{person}}"],"directoryIds":["{{run.Acme.Directories[0].Id}}"]}""",
                    $$"""{"resourceOwners":["jira-software"],"resourceIds":["{{resource}}"],"roleIds":["atlassian/user"]}""",
                ]
        )
        {
            await SearchPagesAsync(run, run.Directory() + "/groups/search", groups);
        }

        await SearchPagesAsync(run, run.Directory(2) + "/groups/search", "{}");
    }

    private static async Task SearchPagesAsync(SimulatorRun run, string path, string query)
    {
        var body = JObject.Parse(query);
        for (var next = ""; next is not null; )
        {
            next = (string?)JObject.Parse(await run.AskAsync(200, "POST", path, SimulatorRun.Bearer(), body.ToString())).SelectToken("links.next");
            body["cursor"] = next;
        }
    }

    /// <summary>Reads all pages of workspaces. With a cursor, the request has no other member.</summary>
    private static async Task ReadWorkspacesAsync(SimulatorRun run)
    {
        Task<string> Ask(int status, string body, string key = SimulatorKeys.Organization) =>
            run.AskAsync(status, "POST", run.Organization + "/workspaces", SimulatorRun.Bearer(key), body);
        for (var body = """{"limit":2}"""; body is not null; )
        {
            var link = (string?)JToken.Parse(await Ask(200, body)).SelectToken("links.next");
            var cursor = link is null ? null : (HttpUtility.ParseQueryString(link[(link.IndexOf('?', StringComparison.Ordinal) + 1)..])["cursor"] ?? link);
            body = cursor is null ? null : new JObject { ["cursor"] = cursor }.ToString();
        }

        await Ask(200, "{}");
        await Ask(400, """{"limit":0}""");
        await Ask(400, """{"limit":1001}""");
        await Ask(400, """{"cursor":"x","limit":2}""");
        await Ask(400, "[]");
        await Ask(401, "{}", "wrong");
        await Ask(403, "{}", "weak");
    }

    /// <summary>Grants a role, and takes it away again.</summary>
    private static async Task ChangeRolesAsync(SimulatorRun run)
    {
        var user = "/admin/v1/orgs/" + run.Acme.Id + "/users/";
        var person = Escape(run.Acme.Groups.Members(0, 3).First().AccountId);
        var role = new JObject { ["role"] = "atlassian/user", ["resource"] = run.Simulator.State.Applications[0].ResourceId }.ToString();
        foreach (var change in (string[])["/roles/assign", "/roles/revoke"])
        {
            await run.AskAsync(204, "POST", user + person + change, SimulatorRun.Bearer(), role);
            await run.AskAsync(400, "POST", user + person + change, SimulatorRun.Bearer(), "{}");
            await run.AskAsync(400, "POST", user + person + change, SimulatorRun.Bearer(), """{"role":"atlassian/viewer","resource":"x"}""");
            await run.AskAsync(401, "POST", user + person + change, SimulatorRun.Bearer("wrong"), role);
            await run.AskAsync(403, "POST", user + person + change, SimulatorRun.Bearer("weak"), role);
            await run.AskAsync(404, "POST", user + "nobody" + change, SimulatorRun.Bearer(), role);
        }

        foreach (var change in (string[])["/role-assignments/assign", "/role-assignments/revoke"])
        {
            const string Administrator = """{"role":"atlassian/org-admin"}""";
            await run.AskAsync(204, "POST", user + person + change, SimulatorRun.Bearer(), Administrator);
            await run.AskAsync(400, "POST", user + person + change, SimulatorRun.Bearer(), """{"role":"atlassian/user"}""");
            await run.AskAsync(401, "POST", user + person + change, SimulatorRun.Bearer("wrong"), Administrator);
            await run.AskAsync(403, "POST", user + person + change, SimulatorRun.Bearer("weak"), Administrator);
            await run.AskAsync(404, "POST", user + "nobody" + change, SimulatorRun.Bearer(), Administrator);
        }
    }

    private static async Task WriteAsync(SimulatorRun run)
    {
        Task<string> Ask(int status, string method, string path, string? body = null, string type = "application/json") =>
            run.AskAsync(status, method, path, SimulatorRun.Bearer(), body, type);
        var synced = run.Acme.Groups.All.First(group => group is { ExternalSynced: true, Directory: 0 });
        var person = run.Acme.Groups.Members(0, 3).First().AccountId;
        var members = run.Directory(0) + "/groups/" + run.Acme.Groups.FindByName("nobody-yet")!.Id + "/memberships";
        var syncedMembers = run.Directory(0) + "/groups/" + synced.Id + "/memberships";
        await Ask(204, "POST", members, Body(person));
        await Ask(409, "POST", members, Body(person));
        await Ask(204, "DELETE", members + "/" + Escape(person));
        await Ask(404, "DELETE", members + "/" + Escape(person));
        await Ask(404, "POST", members, Body("nobody"));
        await Ask(400, "POST", members, "{}");
        await Ask(400, "POST", members, "[]");
        await Ask(415, "POST", members, Body(person), "text/plain");
        await Ask(403, "POST", syncedMembers, Body(person));
        await Ask(403, "DELETE", syncedMembers + "/" + Escape(person));
        var membersAnywhere = members.Replace(run.Acme.Directories[0].Id, "-", StringComparison.Ordinal);
        await Ask(400, "POST", membersAnywhere, Body(person));
        await Ask(400, "DELETE", membersAnywhere + "/" + Escape(person));
        await Ask(404, "POST", run.Directory(0) + "/groups/none/memberships", Body(person));

        // With this limit, nobody else can get a licence.
        var application = run.Simulator.State.FindApplication("jira-software")!;
        var licensed = run.Acme.Groups.FindByName("jira-software-users")!;
        var seats = application.Seats;
        application.Seats = 0;
        var outside = Enumerable
            .Range(0, run.Acme.People.Limit)
            .Select(index => run.Acme.People[index])
            .First(candidate =>
                candidate is { Account: AccountState.Active, Membership: MembershipState.Active }
                && run.Acme.Groups.GroupsOf(candidate.Index) is { Count: > 0 } groups
                && !groups.Any(group => group.GrantsApplication("jira-software"))
            );
        await Ask(409, "POST", run.Directory(0) + "/groups/" + licensed.Id + "/memberships", Body(outside.AccountId));
        var role = new JObject { ["role"] = "atlassian/user", ["resource"] = application.ResourceId }.ToString();
        await Ask(409, "POST", "/admin/v1/orgs/" + run.Acme.Id + "/users/" + Escape(outside.AccountId) + "/roles/assign", role);
        application.Seats = seats;
        await ChangeAccessAsync(run, Ask, outside);
    }

    private static async Task ChangeAccessAsync(SimulatorRun run, Func<int, string, string, string?, string, Task<string>> ask, Person person)
    {
        Task<string> Ask(int status, string method, string path, string? body = null, string type = "application/json") =>
            ask(status, method, path, body, type);
        var user = run.Directory(0) + "/users/" + Escape(person.AccountId);
        foreach (var change in (string[])["/suspend", "/restore"])
        {
            await Ask(204, "POST", user + change, "{}");
            await Ask(204, "POST", user + change, "{}");
            await Ask(415, "POST", user + change);
            await Ask(415, "POST", user + change, "{}", "text/plain");
            await Ask(404, "POST", run.Directory(0) + "/users/nobody" + change, "{}");
            await Ask(400, "POST", run.Directory() + "/users/" + Escape(person.AccountId) + change, "{}");
        }

        await Ask(400, "DELETE", run.Directory() + "/users/" + Escape(person.AccountId));
        await Ask(204, "DELETE", user);
        await Ask(404, "DELETE", user);
        await Ask(404, "POST", user + "/restore", "{}");
    }

    private static async Task BeRefusedAsync(SimulatorRun run)
    {
        Task<string> Ask(
            int status,
            string method,
            string path,
            AuthenticationHeaderValue? credentials,
            string? body = null,
            string type = "application/json"
        ) => run.AskAsync(status, method, path, credentials, body, type);
        var key = SimulatorRun.Bearer();
        var keys = "/admin/api-access/v1/orgs/" + run.Acme.Id + "/api-keys";
        string[] reads =
        [
            "/admin/v1/orgs",
            "/admin/v1/orgs/" + run.Acme.Id,
            run.Organization + "/directories",
            run.Directory() + "/users/count",
            keys,
            "/admin/v1/orgs/" + run.Acme.Id + "/users",
        ];
        foreach (var path in reads)
        {
            await Ask(401, "GET", path, null);
            await Ask(401, "GET", path, SimulatorRun.Bearer("wrong"));
            await Ask(401, "GET", path, SimulatorRun.Bearer("old"));
            await Ask(401, "GET", path, SimulatorRun.Basic());
            await Ask(403, "GET", path, SimulatorRun.Bearer("weak"));
        }

        foreach (var path in reads.Skip(1))
        {
            await Ask(404, "GET", path.Replace(run.Acme.Id, "none", StringComparison.Ordinal), key);
        }

        await Ask(403, "GET", keys, SimulatorRun.Bearer("without keys"));
        await Ask(500, "GET", keys + "?limit=5", key);
        foreach (
            var path in (string[])
                [
                    "/admin/v1/orgs?cursor=x",
                    run.Organization + "/directories?cursor=x",
                    run.Organization + "/directories?limit=x",
                    keys + "?cursor=x",
                    "/admin/v1/orgs/" + run.Acme.Id + "/users?cursor=x",
                    run.Directory() + "/users/count?more=1",
                    run.Directory() + "/users/count?mfaEnabled=x",
                ]
        )
        {
            await Ask(400, "GET", path, key);
        }

        foreach (
            var body in (string[])
                [
                    "{",
                    "[]",
                    """{"more":1}""",
                    """{"limit":0}""",
                    """{"cursor":"x"}""",
                    """{"status":["deleted"]}""",
                    """{"status":["active","suspended","not_invited","deactivated","for_deletion"]}""",
                    """{"accountIds":[]}""",
                    """{"accountIds":["1","2","3","4","5","6","7","8","9","10","11"]}""",
                    """{"emails":["a@acme.example","a@acme.example"]}""",
                    """{"limit":101}""",
                    """{"searchTerm":"a","emails":["a@acme.example"]}""",
                ]
        )
        {
            await Ask(400, "POST", run.Directory() + "/users/search", key, body);
        }

        foreach (
            var body in (string[])
                ["{", """{"more":1}""", """{"cursor":"x"}""", """{"groupNames":["a"],"searchTerm":"a"}""", """{"groupNames":["a"],"groupIds":["a"]}"""]
        )
        {
            await Ask(400, "POST", run.Directory() + "/groups/search", key, body);
        }

        await Ask(415, "POST", run.Directory() + "/users/search", key, "{}", "text/plain");
        await Ask(415, "POST", run.Directory() + "/groups/search", key, "{}", "text/plain");
        foreach (var path in (string[])["/users/nobody", "/users/nobody/role-assignments", "/groups/none", "/groups/none/role-assignments"])
        {
            await Ask(404, "GET", run.Directory() + path, key);
        }

        await Ask(404, "GET", "/admin/v1/orgs/" + run.Acme.Id + "/directory/users/nobody/last-active-dates", key);
        await Ask(404, "GET", run.Organization + "/directories/none/users/count", key);
        await Ask(404, "GET", "/admin/v3/nonsense", key);
        await Ask(405, "PATCH", run.Organization + "/directories", key, "{}");
    }

    private static async Task FailAsync(SimulatorRun run)
    {
        var members = run.Directory(0) + "/groups/" + run.Acme.Groups[0].Id + "/memberships";
        foreach (var status in (int[])[400, 403, 404, 409, 429, 500, 502, 503, 504])
        {
            run.Simulator.Faults.On("/admin/**").Once().Respond(status, TimeSpan.FromSeconds(1));
            await run.AskAsync(status, "POST", members, SimulatorRun.Bearer(), Body(run.Acme.People[0].AccountId));
        }

        run.Simulator.State.RequestsPerSecond = 1;
        await run.AskAsync(200, "GET", run.Organization + "/directories", SimulatorRun.Bearer("without keys"));
        await run.AskAsync(429, "GET", run.Organization + "/directories", SimulatorRun.Bearer("without keys"));
        run.Simulator.State.RequestsPerSecond = null;
    }

    private static string Body(string accountId) => $$"""{"accountId":"{{accountId}}"}""";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
