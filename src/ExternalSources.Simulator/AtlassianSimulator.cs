using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Simulator.Faults;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator;

/// <summary>A local Atlassian: organizations and a Jira site on one loopback address, with state, limits, and faults.</summary>
public sealed class AtlassianSimulator : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly CancellationTokenSource _stopping;
    private int _disposed;

    private AtlassianSimulator(WebApplication server, CancellationTokenSource stopping, SimulatorState state, FaultPlan faults, RequestLog requests)
    {
        _server = server;
        _stopping = stopping;
        State = state;
        Faults = faults;
        Requests = requests;
        var addresses = Server.AddressesOf(server);
        Address = addresses[0];
        foreach (var site in state.Sites)
        {
            site.Address = addresses[site.Index];
        }
    }

    /// <summary>The base address of all APIs: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; }

    public SimulatorState State { get; }

    public FaultPlan Faults { get; }

    public RequestLog Requests { get; }

    /// <summary>Every route with its method.</summary>
    internal IReadOnlyList<(string Method, string Path)> Endpoints =>
        [
            .. from source in ((IEndpointRouteBuilder)_server).DataSources
            from endpoint in source.Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
            select (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/')),
        ];

    /// <summary>Starts a simulator. Disposing it stops it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number in the options is out of range.</exception>
    /// <exception cref="System.IO.IOException">The port is taken.</exception>
    public static async Task<AtlassianSimulator> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SimulatorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Users, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Organizations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Directories, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Sites, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Groups ?? 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.OrganizationPageCap, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.JiraPageCap, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RequestsPerSecond ?? 1, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Port, 65535);
        var state = new SimulatorState(options);
        var faults = new FaultPlan(options);
        var requests = new RequestLog();
        var stopping = new CancellationTokenSource();
        var server = Server.Create(options, state, faults, requests, stopping.Token);
        try
        {
            await server.StartAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            stopping.Dispose();
            throw;
        }

        return new AtlassianSimulator(server, stopping, state, faults, requests);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();

        // A disposed simulator has no reader left, so requests in flight get no time to finish.
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
        _stopping.Dispose();
    }
}
