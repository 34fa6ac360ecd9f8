using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Simulator;
using ExternalSources.Simulator.State;
using Xunit;
using SimulatedKey = ExternalSources.Simulator.State.OrganizationKey;

namespace ExternalSources.Core.Tests.Support;

/// <summary>
/// Gives each test its own simulator, whose only key and token are the canary. After the test, the log is searched for the canary.
/// </summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    protected AtlassianSimulator Simulator { get; private set; } = null!;

    protected SimulatedKey OrganizationKey { get; private set; } = null!;

    protected SiteToken SiteToken { get; private set; } = null!;

    protected virtual int Organizations => 1;

    /// <summary>Ends a test that waits too long, so that it fails instead of hanging.</summary>
    protected CancellationToken Cancellation => _deadline.Token;

    private protected TestClock Clock { get; } = new();

    private protected string[] Log => [.. _log];

    private protected TransportOptions Transport =>
        new()
        {
            Clock = Clock,
            Jitter = () => 0,
            Log = _log.Enqueue,
        };

    public async ValueTask InitializeAsync()
    {
        _deadline.CancelAfter(TimeSpan.FromSeconds(15));
        Simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { TimeProvider = Clock.Provider, Organizations = Organizations });
        Simulator.State.OrganizationKeys.Clear();
        Simulator.State.SiteTokens.Clear();
        OrganizationKey = new SimulatedKey
        {
            Label = "acme",
            Secret = Canary.Key,
            ExpiresAt = TestClock.Start.AddDays(200),
        };
        SiteToken = new SiteToken
        {
            Label = "site token",
            Secret = Canary.Key,
            Email = Canary.Email,
            Administrator = true,
        };
        Simulator.State.OrganizationKeys.Add(OrganizationKey);
        Simulator.State.SiteTokens.Add(SiteToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        _deadline.Dispose();
        foreach (var line in _log)
        {
            Canary.AssertAbsent(line);
            Assert.DoesNotContain("Authorization", line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('?', line);
        }

        GC.SuppressFinalize(this);
    }

    private protected ServiceClient Client(TransportOptions? options = null) =>
        new(Simulator.Address, Authentication.Basic(Canary.Email, Canary.ApiKey), options ?? Transport);

    private protected async Task<TException> FailsAsync<TException>(
        TransportOptions? options = null,
        string path = "rest/api/3/myself",
        CancellationToken? cancellationToken = null
    )
        where TException : Exception
    {
        using var client = Client(options);
        var exception = await Assert.ThrowsAsync<TException>(() => client.GetAsync(path, false, cancellationToken ?? Cancellation));
        Canary.AssertAbsent(exception);
        return exception;
    }

    private protected string[] Paths() => [.. Simulator.Requests.Snapshot().Select(request => request.Method + " " + request.Path)];
}
