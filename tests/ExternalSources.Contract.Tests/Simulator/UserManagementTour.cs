using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator;
using ExternalSources.Simulator.People;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>Calls all endpoints of the user management API.</summary>
internal static class UserManagementTour
{
    public static async Task TakeAsync(SimulatorRun run)
    {
        Person[] people = [.. Enumerable.Range(0, run.Acme.People.Limit).Select(index => run.Acme.People[index])];
        var administrator = Manage(people[0]);
        foreach (var person in people.Where(person => person is { Managed: true, EmailVerified: true }).Take(80))
        {
            await run.AskAsync(200, "GET", Manage(person), SimulatorRun.Bearer());
        }

        await run.AskAsync(200, "GET", administrator + "?privileges=lifecycle.enablement&privileges=profile.write", SimulatorRun.Bearer());
        foreach (
            var person in people
                .Where(person => !person.Managed)
                .Take(3)
                .Concat(people.Where(person => person is { Managed: true, EmailVerified: false }).Take(3))
        )
        {
            await run.AskAsync(403, "GET", Manage(person), SimulatorRun.Bearer());
        }

        await run.AskAsync(401, "GET", administrator, null);
        await run.AskAsync(401, "GET", administrator, SimulatorRun.Bearer("wrong"));
        await run.AskAsync(403, "GET", administrator, SimulatorRun.Bearer(SimulatorKeys.ScopedOrganization));
        await run.AskAsync(403, "GET", administrator, SimulatorRun.Bearer("weak"));
        await run.AskAsync(403, "GET", administrator, SimulatorRun.Bearer("elsewhere"));
        await run.AskAsync(404, "GET", "/users/nobody/manage", SimulatorRun.Bearer());
        await run.AskAsync(404, "GET", "/users/nobody/nonsense", SimulatorRun.Bearer());
        await run.AskAsync(405, "PATCH", administrator, SimulatorRun.Bearer(), "{}");
        await ManageAsync(run, people);
        foreach (var status in (int[])[400, 403, 404, 429, 500, 502, 503, 504])
        {
            run.Simulator.Faults.On("/users/**").Once().Respond(status, TimeSpan.FromSeconds(1));
            await run.AskAsync(status, "GET", administrator + "/api-tokens", SimulatorRun.Bearer());
        }
    }

    private static async Task ManageAsync(SimulatorRun run, Person[] people)
    {
        Task<string> Ask(int status, string method, string path, string? body = null) => run.AskAsync(status, method, path, SimulatorRun.Bearer(), body);
        Person[] managed =
        [
            .. people.Where(person => person is { Kind: AccountKind.Person, Managed: true, EmailVerified: true, OrganizationAdministrator: false }),
        ];
        var free = managed.First(person =>
            person is { Account: AccountState.Active, ForDeletion: false } && person.ManagementSource != "synced" && person.Index % 3 != 0
        );
        string account = Manage(free),
            lifecycle = account + "/lifecycle/";
        await Ask(204, "POST", lifecycle + "disable", """{"message":"On leave"}""");
        await Ask(204, "POST", lifecycle + "disable", "{}");
        await Ask(204, "POST", lifecycle + "enable");
        await Ask(200, "POST", lifecycle + "delete");
        await Ask(200, "POST", lifecycle + "delete");
        await Ask(409, "POST", lifecycle + "enable");
        await Ask(200, "POST", lifecycle + "cancel-delete");
        run.Acme.People.Change(free.Index, present => present with { Account = AccountState.Closed });
        await Ask(409, "POST", lifecycle + "disable", "{}");
        await Ask(409, "POST", lifecycle + "delete");
        run.Acme.People.Change(free.Index, present => present with { Account = AccountState.Active });
        string[] refused = [Manage(people[0]), Manage(managed.First(person => person.ManagementSource == "synced"))];
        foreach (var change in (string[])["disable", "enable", "delete", "cancel-delete"])
        {
            var body = change == "disable" ? "{}" : null;
            foreach (var who in refused)
            {
                await Ask(403, "POST", who + "/lifecycle/" + change, body);
            }

            await Ask(404, "POST", "/users/nobody/manage/lifecycle/" + change, body);
            await run.AskAsync(401, "POST", lifecycle + change, null, body);
        }

        var tokens = JArray.Parse(await Ask(200, "GET", account + "/api-tokens"));
        var token = account + "/api-tokens/" + Uri.EscapeDataString((string)tokens[0]["id"]!);
        await Ask(204, "DELETE", token);
        await Ask(404, "DELETE", token);
        await Ask(404, "GET", "/users/nobody/manage/api-tokens");
        await Ask(200, "GET", Manage(managed.First(person => person.Index % 3 == 0)) + "/api-tokens");
        await run.AskAsync(401, "GET", account + "/api-tokens", null);
        await run.AskAsync(403, "GET", account + "/api-tokens", SimulatorRun.Bearer("weak"));
    }

    private static string Manage(Person person) => "/users/" + Uri.EscapeDataString(person.AccountId) + "/manage";
}
