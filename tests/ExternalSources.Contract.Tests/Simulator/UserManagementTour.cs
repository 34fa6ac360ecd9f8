using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator;

namespace ExternalSources.Contract.Tests;

/// <summary>All that the user management API answers.</summary>
internal static class UserManagementTour
{
    public static async Task TakeAsync(SimulatorRun run)
    {
        Person[] people = [.. Enumerable.Range(0, run.Acme.People.Limit).Select(index => run.Acme.People[index])];
        string administrator = Manage(people[0]);
        foreach (Person person in people.Where(person => person is { Managed: true, EmailVerified: true }).Take(80))
        {
            await run.AskAsync(200, "GET", Manage(person), SimulatorRun.Bearer());
        }

        await run.AskAsync(200, "GET", administrator + "?privileges=lifecycle.enablement&privileges=profile.write", SimulatorRun.Bearer());
        foreach (Person person in people.Where(person => !person.Managed).Take(3).Concat(people.Where(person => person is { Managed: true, EmailVerified: false }).Take(3)))
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
        foreach (int status in (int[])[400, 403, 404, 429, 500, 502, 503, 504])
        {
            run.Simulator.Faults.On("/users/**").Once().Respond(status, TimeSpan.FromSeconds(1));
            await run.AskAsync(status, "GET", administrator, SimulatorRun.Bearer());
        }
    }

    private static string Manage(Person person) => "/users/" + Uri.EscapeDataString(person.AccountId) + "/manage";
}
