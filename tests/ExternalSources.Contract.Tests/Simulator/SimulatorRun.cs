using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;
using ExternalSources.Simulator;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>Calls all endpoints of the simulator once, without Core, and records the requests and responses.</summary>
public class SimulatorRun : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Lazy<Task> _run;
    private readonly HttpClient _client;

    public SimulatorRun()
    {
        _client = new HttpClient(new RecordingHandler(_exchanges));
        _run = new Lazy<Task>(RunAsync);
    }

    internal AtlassianSimulator Simulator { get; private set; } = null!;

    /// <summary>The requests that did not return what the tours expect, and the tours that broke off.</summary>
    internal IReadOnlyCollection<string> Failures => _failures;

    internal AtlassianOrganization Acme => Simulator.State.Organizations[0];

    internal string Organization => "/admin/v2/orgs/" + Acme.Id;

    internal static AuthenticationHeaderValue Bearer(string key = SimulatorKeys.Organization) => new("Bearer", key);

    internal static AuthenticationHeaderValue Basic(string token = SimulatorKeys.Site) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(SimulatorKeys.AdministratorEmail + ":" + token)));

    /// <summary>What has been exchanged so far.</summary>
    internal IReadOnlyList<Exchange> Exchanges => [.. _exchanges];

    internal async Task<IReadOnlyList<Exchange>> ExchangesAsync()
    {
        await _run.Value;
        return Exchanges;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (Simulator is not null)
        {
            await Simulator.DisposeAsync();
        }

        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The path of all directories (the dash), or of one directory of the first organization.</summary>
    internal string Directory(int? number = null) => Organization + "/directories/" + (number is { } one ? Acme.Directories[one].Id : "-");

    /// <summary>Sends a request, and notes when it returns another status.</summary>
    /// <returns>The body of the response.</returns>
    internal async Task<string> AskAsync(
        int status,
        string method,
        string path,
        AuthenticationHeaderValue? credentials,
        string? body = null,
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(Simulator.Address, path));
        request.Headers.Authorization = credentials;
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        using var response = await _client.SendAsync(request, _cancellation.Token);
        var text = await response.Content.ReadAsStringAsync(_cancellation.Token);
        if ((int)response.StatusCode != status)
        {
            _failures.Enqueue($"{method} {path} should return {status} but returned {(int)response.StatusCode}: {text}");
        }

        return text;
    }

    /// <summary>Sends a request whose status is not known beforehand.</summary>
    internal async Task TryAsync(HttpMethod method, string path, AuthenticationHeaderValue? credentials, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(Simulator.Address, path));
        request.Headers.Authorization = credentials;
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        (await _client.SendAsync(request, _cancellation.Token)).Dispose();
    }

    /// <summary>Changes the behavior of the services before the first request.</summary>
    private protected virtual void Behave(ServiceBehavior behavior) { }

    private async Task RunAsync()
    {
        _cancellation.CancelAfter(Deadline);
        Simulator = await AtlassianSimulator.StartAsync(
            new SimulatorOptions
            {
                Users = 300,
                Groups = 40,
                Organizations = 60,
                Directories = 3,
                ScopedKeys = true,
                OrganizationPageCap = 50,
                JiraPageCap = 200,
                TimeProvider = new StandingTime(),
            }
        );
        Behave(Simulator.State.Behavior);
        foreach (var take in (Func<SimulatorRun, Task>[])[JiraTour.TakeAsync, OrganizationTour.TakeAsync, UserManagementTour.TakeAsync, ErrorTour.TakeAsync])
        {
            try
            {
                await take(this);
            }
            catch (Exception exception) when (!_cancellation.IsCancellationRequested)
            {
                // The exchanges of the other tours can be checked nevertheless.
                _failures.Enqueue($"{take.Method.DeclaringType!.Name} broke off: {exception.Message}");
            }
        }
    }

    /// <summary>A clock that stands still, so that two requests always fall in the same second of the rate limit.</summary>
    private sealed class StandingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
