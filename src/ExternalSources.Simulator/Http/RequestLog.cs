using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;

namespace ExternalSources.Simulator;

/// <summary>Every request received, but those of the control surface. Snapshots do not change.</summary>
public sealed class RequestLog
{
    private const int MostKept = 200_000;
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _entries = new();
    private readonly List<(Func<bool> Condition, TaskCompletionSource Reached)> _waiting = [];
    private int _received;
    private int _inFlight;
    private int _peak;

    /// <summary>Requests in the log; the latest 200,000 are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Requests that are not answered yet.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The most that were in flight at once since the start, or since <see cref="Clear"/>.</summary>
    public int PeakInFlight => Volatile.Read(ref _peak);

    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _entries.Select(entry => entry.Request)];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _peak = _inFlight;
        }
    }

    /// <summary>Waits until so many requests have arrived since the last <see cref="Clear"/>.</summary>
    public Task WaitForCountAsync(int count, CancellationToken cancellationToken = default) =>
        WaitAsync(() => _entries.Count >= count, cancellationToken);

    /// <summary>Waits until no request is in flight.</summary>
    public Task WaitForIdleAsync(CancellationToken cancellationToken = default) =>
        WaitAsync(() => _inFlight == 0, cancellationToken);

    internal Entry Receive(string method, string path, Caller caller, DateTimeOffset now)
    {
        lock (_lock)
        {
            var entry = new Entry(new ReceivedRequest(++_received, method, path, caller.Label, now, null, false)
            {
                HasCredentials = caller.Presented,
            });
            _entries.Enqueue(entry);
            if (_entries.Count > MostKept)
            {
                _entries.Dequeue();
            }

            _peak = Math.Max(_peak, ++_inFlight);
            Notify();
            return entry;
        }
    }

    internal void Answered(Entry entry, int? status, bool aborted)
    {
        lock (_lock)
        {
            entry.Request = entry.Request with { Status = status, Aborted = aborted };
            _inFlight--;
            Notify();
        }
    }

    private Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (condition())
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    private void Notify()
    {
        for (int at = _waiting.Count - 1; at >= 0; at--)
        {
            if (_waiting[at].Condition())
            {
                _waiting[at].Reached.TrySetResult();
                _waiting.RemoveAt(at);
            }
        }
    }

    internal sealed class Entry(ReceivedRequest request)
    {
        public ReceivedRequest Request { get; set; } = request;
    }
}
