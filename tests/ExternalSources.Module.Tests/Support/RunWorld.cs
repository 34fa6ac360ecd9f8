using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Simulator;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit.People;
using ExternalSources.TestKit.Shell;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ExternalSources.Module.Tests.Support;

/// <summary>A session with a small organization and its site, whose users a test can change, and the logs of its runs.</summary>
internal sealed class RunWorld : IAsyncDisposable
{
    public const string Acme = "acme";
    public const string Jira = "acme-jira";
    public const string Group = "nobody-yet";

    /// <summary>A group that grants an application.</summary>
    public const string Seats = "jira-software-users";

    private readonly UserWorld _world;

    private RunWorld(UserWorld world) => _world = world;

    public AtlassianSimulator Simulator => _world.Simulator;

    public SimulatorState State => _world.Simulator.State;

    public ModuleShell Shell => _world.Shell;

    public AtlassianGroup Nobody => State.Groups.FindByName(Group)!;

    /// <summary>The changes since the last <see cref="Forget"/>, each as a kind and an account id.</summary>
    public string[] Writes => [.. State.Writes.Snapshot().Select(write => write.Kind + " " + write.AccountId)];

    public RunFolder Runs => new(Shell.StoreFolder);

    public string[] LogFiles => Directory.Exists(Runs.Path) ? Directory.GetFiles(Runs.Path, "*.jsonl") : [];

    /// <summary>The requests for a change. A search is a POST, but no change.</summary>
    public IReadOnlyList<ReceivedRequest> Changes => [.. Simulator.Requests.Snapshot().Where(request => IsChange(request.Method, request.PathOnly))];

    public static async Task<RunWorld> StartAsync(int users = 150, int directories = 1, TimeProvider? time = null)
    {
        var world = new RunWorld(
            await UserWorld.StartAsync(
                new SimulatorOptions
                {
                    Users = users,
                    Directories = directories,
                    TimeProvider = time ?? TimeProvider.System,
                }
            )
        );
        world.Forget();
        return world;
    }

    /// <summary>Ordinary users: active and managed, but neither administrators nor synced, and not in the empty group.</summary>
    public Person[] Plain(int count)
    {
        string[] kept = ["org-admins", "jira-administrators"];
        var people = Enumerable
            .Range(1, State.People.Limit - 1)
            .Where(State.People.Exists)
            .Select(index => State.People[index])
            .Where(person =>
                person.Kind == AccountKind.Person
                && person.Account != AccountState.Closed
                && !State.Groups.GroupsOf(person.Index).Any(group => kept.Contains(group.Name))
            )
            .Take(count)
            .Select(person => State.People.Change(person.Index, OrdinaryPerson.Of))
            .ToArray();
        Assert.Equal(count, people.Length);
        return people;
    }

    /// <summary>A user who is a member of the group that grants an application.</summary>
    public Person Seated()
    {
        var person = Plain(1)[0];
        State.Groups.Add(State.Groups.FindByName(Seats)!.Index, person.Index);
        return person;
    }

    public bool IsSeated(Person person) => State.Groups.IsMember(State.Groups.FindByName(Seats)!.Index, person.Index);

    public static bool IsChange(HttpRequest request) => IsChange(request.Method, request.Path.Value!);

    private static bool IsChange(string method, string path) =>
        method != "GET" && !path.EndsWith("/search", StringComparison.Ordinal) && !path.EndsWith("/workspaces", StringComparison.Ordinal);

    public static string[] Ids(IEnumerable<Person> people) => [.. people.Select(person => person.AccountId)];

    public Person Now(Person person) => State.People[person.Index];

    public bool IsMember(Person person) => State.Groups.IsMember(Nobody.Index, person.Index);

    public void Forget()
    {
        State.Writes.Clear();
        Simulator.Requests.Clear();
    }

    /// <summary>Advances the clock by more time than a change needs to become visible.</summary>
    public void Later() => Shell.Clock.Advance(TimeSpan.FromMinutes(2));

    /// <summary>Makes the organization return a user as active for 20 seconds, whatever changes.</summary>
    public void ShowAsActive(Person person)
    {
        var until = Shell.Clock.UtcNow + TimeSpan.FromSeconds(20);
        Simulator
            .Faults.On("/admin/**/users/search")
            .Where(_ => Shell.Clock.UtcNow < until)
            .RespondWith(
                200,
                $$"""
                {
                  "data":[{"accountId":"{{person.AccountId}}","accountType":"atlassian","status":"active","accountStatus":"active",
                  "claimStatus":"managed","name":"x","groups":[]}]
                }
                """
            );
    }

    /// <summary>Runs a script until the service limits the rate of the first change, and stops the script then.</summary>
    public Task StopAtLimitAsync(string script, params (string Name, object? Value)[] variables) => StopAtLimitAsync(0, script, variables);

    /// <summary>Runs a script until the service limits the rate after some changes, and stops the script then.</summary>
    public async Task StopAtLimitAsync(int changes, string script, params (string Name, object? Value)[] variables)
    {
        var instant = Shell.Session.Transport;
        var limit = Simulator.Faults.OnAny().Where(IsChange).After(changes).Respond(429, TimeSpan.FromSeconds(2));
        var clock = new StoppedClock();
        Shell.Session.Transport = instant with { Clock = clock };
        using var stop = new CancellationTokenSource();
        var running = RunAsync(script, stop.Token, variables);
        await clock.WaitForDelayAsync(TestContext.Current.CancellationToken);
        Simulator.Faults.Remove(limit);
        await stop.CancelAsync();
        Assert.Equal(ShellState.Stopped, (await running).State);
        await Simulator.Requests.WaitForIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((changes, changes + 1), (Writes.Length, Changes.Count));
        Assert.Equal(RunStatus.Stopped, CheckedLast().Status);
        Shell.Session.Transport = instant;
        Forget();
    }

    public ShellResult Run(string script, params (string Name, object? Value)[] variables) => _world.Run(script, variables);

    public ShellResult Ok(string script, params (string Name, object? Value)[] variables) => _world.Ok(script, variables);

    public Task<ShellResult> RunAsync(string script, CancellationToken stop, params (string Name, object? Value)[] variables) =>
        Shell.RunAsync(script, stop, variables);

    public System.Management.Automation.ErrorRecord Fails(string errorId, string script, params (string Name, object? Value)[] variables) =>
        _world.Fails(errorId, script, variables);

    public IReadOnlyList<ExternalActionResult> Results(string script, params (string Name, object? Value)[] variables) =>
        Ok(script, variables).OutputOf<ExternalActionResult>();

    /// <summary>Runs a script and returns the outcome of its only target.</summary>
    public (ActionOutcome Outcome, SkipReason Reason) One(string script, params (string Name, object? Value)[] variables)
    {
        var row = Assert.Single(Run(script, variables).OutputOf<ExternalActionResult>());
        return (row.Outcome, row.Reason);
    }

    /// <summary>Writes a plan that disables users, and returns its path.</summary>
    public string PlanDisable(Person[] people)
    {
        Directory.CreateDirectory(Shell.StoreFolder);
        var plan = Path.Combine(Shell.StoreFolder, "plan.json");
        Ok("Disable-ExternalUser -Source acme -User $ids -PlanPath $plan", ("ids", Ids(people)), ("plan", plan));
        Forget();
        return plan;
    }

    public ExternalRun Last() => Ok("Get-ExternalRun -Last 1").OutputOf<ExternalRun>().Single();

    public string[] LogLines() => File.ReadAllText(Runs.FileOf(Last().Id)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The last run. Its summary comes from both ends of the log and must match the whole log.</summary>
    public ExternalRun CheckedLast()
    {
        var run = Last();
        var record = RunReader.Read(run.Id, run.Path);
        Assert.Equal(
            (
                record.Targets.Count,
                record.Count(ActionOutcome.Succeeded),
                record.Count(ActionOutcome.NoChange),
                record.Count(ActionOutcome.Skipped),
                record.Count(ActionOutcome.Failed),
                record.Targets.Count(target => target.Outcome is null),
                record.Ended
            ),
            (run.Targets, run.Succeeded, run.NoChange, run.Skipped, run.Failed, run.Pending, (RunStatus?)run.Status)
        );
        return run;
    }

    /// <summary>The last run, which must have no footer.</summary>
    public ExternalRun CheckedInterrupted()
    {
        var run = Last();
        Assert.Null(RunReader.Read(run.Id, run.Path).Ended);
        return run;
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
