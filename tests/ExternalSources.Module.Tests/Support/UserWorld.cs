using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Users;
using ExternalSources.Simulator;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit.Shell;

namespace ExternalSources.Module.Tests.Support;

/// <summary>A session with an organization 'acme' and its site 'acme-jira', and the people of the simulator.</summary>
internal sealed class UserWorld : IAsyncDisposable
{
    private readonly ModuleShell _shell;

    private UserWorld(AtlassianSimulator simulator, ModuleShell shell)
    {
        Simulator = simulator;
        _shell = shell;
    }

    public AtlassianSimulator Simulator { get; }

    public ModuleShell Shell => _shell;

    public IReadOnlyList<Person> People =>
        [.. Enumerable.Range(0, Simulator.State.People.Limit).Where(Simulator.State.People.Exists).Select(i => Simulator.State.People[i])];

    public IReadOnlyList<Person> Humans => [.. People.Where(person => person.AccountType == "atlassian")];

    public static Task<UserWorld> StartAsync(int users = 400, bool organization = true) => StartAsync(new SimulatorOptions { Users = users }, organization);

    public static async Task<UserWorld> StartAsync(SimulatorOptions options, bool organization = true)
    {
        var simulator = await AtlassianSimulator.StartAsync(options);
        // The canary is the key of both, so that a test can search for it.
        simulator.State.OrganizationKeys.Clear();
        simulator.State.SiteTokens.Clear();
        simulator.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "canary",
                Secret = ModuleShell.Canary,
                ExpiresAt = DateTimeOffset.UtcNow.AddDays(200),
            }
        );
        simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "canary",
                Secret = ModuleShell.Canary,
                Email = SimulatorKeys.AdministratorEmail,
                Administrator = true,
            }
        );
        var world = new UserWorld(simulator, new ModuleShell());
        if (options.TimeProvider is ShellTime time)
        {
            time.Clock = world.Shell.Clock;
        }

        if (organization)
        {
            world.Ok("$null = New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -SessionOnly");
        }

        world.Ok("$null = New-ExternalSource -Name acme-jira -Type JiraCloud -Url $sim -UserEmail admin@acme.example -ApiKey $key -SessionOnly");
        simulator.Requests.Clear();
        return world;
    }

    public ShellResult Run(string script, params (string Name, object? Value)[] variables) => _shell.Run(script, [("sim", Simulator.Address), .. variables]);

    /// <summary>Runs a script that must end with one error of this ID.</summary>
    public System.Management.Automation.ErrorRecord Fails(string errorId, string script, params (string Name, object? Value)[] variables) =>
        _shell.Fails(errorId, script, [("sim", Simulator.Address), .. variables]);

    public ShellResult Ok(string script, params (string Name, object? Value)[] variables)
    {
        var result = Run(script, variables);
        Xunit.Assert.True(result.State == ShellState.Completed && !result.AllErrors.Any(), result.ToString());
        return result;
    }

    /// <summary>The account IDs that a script writes, sorted.</summary>
    public string[] Ids(string script, params (string Name, object? Value)[] variables) =>
        Sorted(Ok(script, variables).OutputOf<ExternalUser>().Select(user => user.AccountId));

    public static string[] Sorted(IEnumerable<string> ids) => [.. ids.Order(StringComparer.Ordinal)];

    public static string[] Sorted(IEnumerable<Person> people) => Sorted(people.Select(person => person.AccountId));

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await Simulator.DisposeAsync();
    }
}
