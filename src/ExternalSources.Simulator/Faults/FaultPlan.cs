using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Faults;

/// <summary>The faults of a simulator. The first fault that matches a request applies to it, and no other does.</summary>
public sealed class FaultPlan
{
    private readonly SharedList<Fault> _faults = new();
    private readonly TimeProvider _time;
    private long _latencyTicks;
    private int _lastId;

    internal FaultPlan(SimulatorOptions options)
    {
        _time = options.TimeProvider;
        Latency = options.Latency;
    }

    /// <summary>How long the simulator waits before it sends the headers of each response.</summary>
    public TimeSpan Latency
    {
        get => new(Volatile.Read(ref _latencyTicks));
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            Volatile.Write(ref _latencyTicks, value.Ticks);
        }
    }

    public IReadOnlyList<Fault> All => [.. _faults];

    /// <summary>
    /// Adds a fault for a method (<c>*</c> is any) and a path without a query. In a path, <c>*</c> matches within a segment and <c>**</c> matches anything.
    /// </summary>
    public Fault On(string method, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var fault = new Fault(Interlocked.Increment(ref _lastId), method, path, _time);
        _faults.Add(fault);
        return fault;
    }

    public Fault On(string path) => On("*", path);

    public Fault On(Func<HttpRequest, bool> condition) => OnAny().Where(condition);

    public Fault OnAny() => On("*", "**");

    public bool Remove(Fault fault) => _faults.Remove(fault);

    /// <summary>Removes all faults. Held requests stay held until they are released.</summary>
    public void Clear() => _faults.Clear();

    internal Fault? Take(HttpRequest request) => _faults.FirstOrDefault(fault => fault.Strikes(request));
}
