using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Commands.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>A small organization with its site, in which a test may change whom it likes, and what is written down about that.</summary>
internal sealed class RunWorld : IAsyncDisposable
{
    public const string Acme = "acme";
    public const string Jira = "acme-jira";
    public const string Group = "nobody-yet";

    private readonly UserWorld _world;

    private RunWorld(UserWorld world) => _world = world;

    public AtlassianSimulator Simulator => _world.Simulator;

    public SimulatorState State => _world.Simulator.State;

    public ModuleShell Shell => _world.Shell;

    public AtlassianGroup Nobody => State.Groups.FindByName(Group)!;

    /// <summary>What requests changed since the last <see cref="Forget"/>, as kind and account.</summary>
    public string[] Writes => [.. State.Writes.Snapshot().Select(write => write.Kind + " " + write.AccountId)];

    public RunFolder Runs => new(Shell.StoreFolder);

    public string[] LogFiles => Directory.Exists(Runs.Path) ? Directory.GetFiles(Runs.Path, "*.jsonl") : [];

    /// <summary>Requests that would have changed something; searches are POST too.</summary>
    public IReadOnlyList<ReceivedRequest> Changes =>
        [.. Simulator.Requests.Snapshot().Where(request => request.Method != "GET" && !request.PathOnly.EndsWith("/search", StringComparison.Ordinal))];

    public static async Task<RunWorld> StartAsync(int users = 150, int directories = 1)
    {
        var world = new RunWorld(await UserWorld.StartAsync(new SimulatorOptions { Users = users, Directories = directories }));
        world.Forget();
        return world;
    }

    /// <summary>So many ordinary people: active, managed, nobody's administrator, in no identity provider, not in the empty group.</summary>
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
            .Select(person => State.People.Change(person.Index, Ordinary))
            .ToArray();
        Assert.Equal(count, people.Length);
        return people;
    }

    public static Person Ordinary(Person person) =>
        person with
        {
            Account = AccountState.Active,
            Membership = MembershipState.Active,
            ForDeletion = false,
            DeactivatedDaysAgo = null,
            Managed = true,
            EmailVerified = true,
            EmailHidden = false,
            Email = $"p{person.Index}@acme.example",
            ManagementSource = null,
            OrganizationAdministrator = false,
        };

    public static string[] Ids(IEnumerable<Person> people) => [.. people.Select(person => person.AccountId)];

    public Person Now(Person person) => State.People[person.Index];

    public bool IsMember(Person person) => State.Groups.IsMember(Nobody.Index, person.Index);

    public void Forget()
    {
        State.Writes.Clear();
        Simulator.Requests.Clear();
    }

    /// <summary>Later than any change takes to show.</summary>
    public void Later() => Shell.Clock.Advance(TimeSpan.FromMinutes(2));

    /// <summary>For 20 seconds the organization still shows somebody as active, whatever was changed.</summary>
    public void ShowAsActive(Person person)
    {
        var until = Shell.Clock.UtcNow + TimeSpan.FromSeconds(20);
        Simulator
            .Faults.On("/admin/**/users/search")
            .Where(_ => Shell.Clock.UtcNow < until)
            .RespondWith(
                200,
                $$"""{"data":[{"accountId":"{{person.AccountId}}","accountType":"atlassian","status":"active","accountStatus":"active","claimStatus":"managed","name":"x","groups":[]}]}"""
            );
    }

    /// <summary>Runs until the service refuses the first change for its rate, and stops then.</summary>
    public async Task StopAtLimitAsync(string script, params (string Name, object? Value)[] variables)
    {
        var instant = Shell.Session.Transport;
        var limit = Simulator.Faults.OnAny().Where(Actions.ActionTests.IsChange).Respond(429, TimeSpan.FromSeconds(2));
        Shell.Session.Transport = instant with { Clock = Clock.System };
        using var stop = new CancellationTokenSource();
        var running = RunAsync(script, stop.Token, variables);
        while (Changes.Count == 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await Task.Delay(200, TestContext.Current.CancellationToken);
        Simulator.Faults.Remove(limit);
        await stop.CancelAsync();
        Assert.Equal(ShellState.Stopped, (await running).State);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.Empty(Writes);
        Assert.Single(Changes);
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

    public ExternalRun Last() => Ok("Get-ExternalRun -Last 1").OutputOf<ExternalRun>().Single();

    public string[] LogLines() => File.ReadAllText(Runs.FileOf(Last().Id)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The summary, which reads both ends of a log, must say the same as reading all of it.</summary>
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

    /// <summary>The same for a run without an end.</summary>
    public ExternalRun CheckedInterrupted()
    {
        var run = Last();
        Assert.Null(RunReader.Read(run.Id, run.Path).Ended);
        return run;
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
