using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ExternalSources.Commands.Sources;
using ExternalSources.Contract.Tests.Documents;
using ExternalSources.Contract.Tests.Proxy;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Session;
using ExternalSources.Simulator;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit;
using ExternalSources.TestKit.People;
using ExternalSources.TestKit.Shell;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ExternalSources.Contract.Tests.Module;

/// <summary>Runs all drives once in one session, against the simulator behind the proxy, and keeps what went over the wire.</summary>
public class DriveRun : IAsyncDisposable
{
    private const int PeoplePerDrive = 3;
    private const string Wrong = "CANARY-2c9e51-wrong";

    private readonly Dictionary<string, Person[]> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task> _run;
    private Queue<Person> _free = new();

    public DriveRun() => _run = new Lazy<Task>(RunAsync);

    /// <summary>The drives that did not end as they should.</summary>
    internal IReadOnlyCollection<string> Failures => _failures;

    /// <summary>The session, after the drives.</summary>
    internal TestShell Shell { get; private set; } = null!;

    internal AtlassianSimulator Simulator { get; private set; } = null!;

    internal RecordingProxy Proxy { get; private set; } = null!;

    private InstantClock Clock { get; } = new();

    internal async Task<IReadOnlyList<Exchange>> ExchangesAsync()
    {
        await _run.Value;
        return Proxy.Exchanges;
    }

    public async ValueTask DisposeAsync()
    {
        Shell?.Dispose();
        if (Proxy is not null)
        {
            await Proxy.DisposeAsync();
        }

        if (Simulator is not null)
        {
            await Simulator.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes the behavior of the services before the first drive.</summary>
    private protected virtual void Behave(ServiceBehavior behavior) { }

    private async Task RunAsync()
    {
        // The pages are small, so that each list has several.
        Simulator = await AtlassianSimulator.StartAsync(
            new SimulatorOptions
            {
                Users = 330,
                Groups = 60,
                Directories = 3,
                ScopedKeys = true,
                OrganizationPageCap = 25,
                JiraPageCap = 60,
            }
        );
        Behave(Simulator.State.Behavior);
        AddKeys();
        Proxy = await RecordingProxy.StartAsync(Simulator.Address, Simulator.Address);
        Open();
        _free = new Queue<Person>(Ordinary());

        // Commands run on the thread that calls them, as the shell needs it.
        await Task.Factory.StartNew(
            () =>
            {
                foreach (var drive in Drive.All)
                {
                    Run(drive);
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    private void AddKeys()
    {
        for (var number = 0; number < 110; number++)
        {
            Simulator.State.OrganizationKeys.Add(new OrganizationKey { Label = $"key {number}", Secret = $"secret {number}" });
        }
    }

    private void Open()
    {
        Shell = new TestShell(
            new TestShellOptions
            {
                Modules = [typeof(NewExternalSourceCommand).Assembly.Location],
                ModulePaths = [RepositoryPaths.Stubs],
                Interactive = false,
            }
        );
        var session = ModuleSession.For(Shell.Runspace);
        session.OpenStore = () => new SourceStore(_folder.Combine("store"));
        session.Transport = TransportOptions.Default with { Clock = Clock, Jitter = () => 0.5 };
        Shell.Run("Register-SecretVault -Name Secrets -ModuleName Stub -DefaultVault");
    }

    private void Run(Drive drive)
    {
        // A later drive does not look at a change before it is visible.
        Clock.Advance(TimeSpan.FromMinutes(2));
        var result = Shell.Run(drive.Script, VariablesOf(drive));
        string[] errors = [.. result.AllErrors.Select(error => $"{error.FullyQualifiedErrorId}: {error}")];
        if (drive.Error is { } id ? errors.Length == 0 || errors.Any(error => !error.StartsWith(id, StringComparison.Ordinal)) : errors.Length > 0)
        {
            _failures.Enqueue($"{drive}: expected {drive.Error ?? "no error"}, got {string.Join(" | ", errors)}");
        }

        if (result.State == ShellState.Stopped)
        {
            _failures.Enqueue($"{drive}: stopped");
        }
    }

    private Dictionary<string, object?> VariablesOf(Drive drive)
    {
        var state = Simulator.State;
        var people = PeopleOf(drive);
        AtlassianGroup group = state.Groups.FindByName("nobody-yet")!,
            seats = state.Groups.FindByName("jira-software-users")!;
        Person[] many = [.. Enumerable.Range(0, 40).Select(index => state.People[index])];
        return new Dictionary<string, object?>
        {
            ["organization"] = Proxy.Addresses[0].ToString(),
            ["site"] = Proxy.Addresses[1].ToString(),
            ["orgId"] = state.Organizations[0].Id,
            ["directoryId"] = state.Organizations[0].Directories[1].Id,
            ["key"] = SecureStrings.From(SimulatorKeys.Organization),
            ["token"] = SecureStrings.From(SimulatorKeys.Site),
            ["scopedKey"] = SecureStrings.From(SimulatorKeys.ScopedOrganization),
            ["scopedToken"] = SecureStrings.From(SimulatorKeys.ScopedSite),
            ["wrong"] = SecureStrings.From(Wrong),
            ["credential"] = new PSCredential(SimulatorKeys.AdministratorEmail, SecureStrings.From(SimulatorKeys.Site)),
            ["ids"] = people.Select(person => person.AccountId).ToArray(),
            ["id"] = people[0].AccountId,
            ["email"] = people[1].Email,
            ["name"] = people[0].Name,
            ["users"] = people.Select(person => person.Email).ToArray(),
            ["many"] = many.Select(person => person.AccountId).ToArray(),
            ["emails"] = many.Select(person => person.VisibleEmail).OfType<string>().ToArray(),
            ["group"] = group.Name,
            ["groupId"] = group.Id,
            ["seats"] = seats.Name,
            ["seatsId"] = seats.Id,
            ["plan"] = _folder.Combine(string.Concat(drive.People.Where(char.IsLetter)) + ".json"),
            ["refuse"] = (Action)(() => Simulator.Faults.OnAny().Where(IsChange).Respond(500)),
            ["accept"] = (Action)Simulator.Faults.Clear,
        };
    }

    private static bool IsChange(HttpRequest request) => request.Method != "GET" && !request.Path.Value!.EndsWith("/search", StringComparison.Ordinal);

    private Person[] PeopleOf(Drive drive)
    {
        if (!_people.TryGetValue(drive.People, out var people))
        {
            // Drives that act have people of their own. The others only look.
            people =
            [
                .. Enumerable.Range(0, PeoplePerDrive).Select(_ => Drive.All.Count(other => other.People == drive.People) > 1 ? _free.Dequeue() : _free.Peek()),
            ];
            _people.Add(drive.People, people);
        }

        return people;
    }

    /// <summary>Active and managed users whom the organization itself manages, with an address, on the site, and no administrators.</summary>
    private IEnumerable<Person> Ordinary() =>
        from index in Enumerable.Range(1, Simulator.State.People.Limit - 1)
        let person = Simulator.State.People[index]
        where
            person.Kind == AccountKind.Person
            && person.Account != AccountState.Closed
            && Simulator.State.People.IsOnSite(index)
            && !Simulator.State.Groups.GroupsOf(index).Any(one => one.Name is "org-admins" or "jira-administrators")
            && index % 3 != 0
        select Simulator.State.People.Change(index, OrdinaryPerson.Of);
}
