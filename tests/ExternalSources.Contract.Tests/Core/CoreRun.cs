using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Simulator;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Contract.Tests.Core;

/// <summary>Runs all scenarios of Core once, and records the requests and responses.</summary>
public sealed class CoreRun : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly ConcurrentQueue<UserFilter> _userFilters = new();
    private readonly ConcurrentQueue<GroupFilter> _groupFilters = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Lazy<Task> _run;
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public CoreRun() => _run = new Lazy<Task>(RunAsync);

    internal IReadOnlyCollection<UserFilter> UserFilters => _userFilters;

    internal IReadOnlyCollection<GroupFilter> GroupFilters => _groupFilters;

    /// <summary>The scenarios that did not complete, and why.</summary>
    internal IReadOnlyCollection<string> Failures => _failures;

    internal CancellationToken Cancellation => _cancellation.Token;

    internal AtlassianSimulator Simulator { get; private set; } = null!;

    internal AtlassianOrganization Acme => Simulator.State.Organizations[0];

    internal async Task<IReadOnlyList<Exchange>> ExchangesAsync()
    {
        await _run.Value;
        return [.. _exchanges];
    }

    public async ValueTask DisposeAsync()
    {
        if (Simulator is not null)
        {
            await Simulator.DisposeAsync();
        }

        _cancellation.Dispose();
    }

    internal async Task UseAsync(ExternalSource source, string key, Func<ISourceConnector, Task> use)
    {
        using var connector = ConnectorFactory.Create(
            source,
            new ApiKey(SecureStrings.From(key)),
            new TransportOptions { CreateHandler = _ => new RecordingHandler(_exchanges), MaxAttempts = 1 }
        );
        await use(connector);
    }

    internal async Task<IReadOnlyList<ExternalUser>> UsersAsync(ISourceConnector connector, UserFilter filter, ISiteActivity? activity = null)
    {
        _userFilters.Enqueue(filter);
        var users = new List<ExternalUser>();
        await connector.Get<IUserReader>().ReadUsersAsync(filter, new UserListing { WriteAsync = Take, Activity = activity }, Cancellation);
        return users;

        Task Take(IReadOnlyList<ExternalUser> page)
        {
            users.AddRange(page);
            return Task.CompletedTask;
        }
    }

    internal async Task<IReadOnlyList<ExternalGroup>> GroupsAsync(ISourceConnector connector, GroupFilter filter)
    {
        _groupFilters.Enqueue(filter);
        var groups = new List<ExternalGroup>();
        await connector
            .Get<IGroupReader>()
            .ReadGroupsAsync(
                filter,
                page =>
                {
                    groups.AddRange(page);
                    return Task.CompletedTask;
                },
                Cancellation
            );
        return groups;
    }

    private async Task RunAsync()
    {
        _cancellation.CancelAfter(Deadline);

        // The pages are small, so that each list has more than one.
        Simulator = await AtlassianSimulator.StartAsync(
            new SimulatorOptions
            {
                Users = 400,
                Groups = 70,
                Organizations = 60,
                Directories = 25,
                ScopedKeys = true,
                OrganizationPageCap = 20,
                JiraPageCap = 100,
            }
        );
        for (var number = 0; number < 120; number++)
        {
            Simulator.State.OrganizationKeys.Add(
                new OrganizationKey
                {
                    Label = $"key {number}",
                    Secret = $"secret {number}",
                    ExpiresAt = Simulator.State.StartedAt.AddDays(100),
                }
            );
        }

        foreach (var scenario in Scenario.All)
        {
            try
            {
                await scenario.Play(this);
            }
            catch (Exception exception) when (!_cancellation.IsCancellationRequested)
            {
                // The exchanges of the other scenarios can be checked nevertheless.
                _failures.Enqueue($"{scenario.Type} {scenario.Capability}: {exception.GetType().Name}: {exception.Message}");
            }
        }
    }
}
