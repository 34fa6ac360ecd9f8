using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Simulator.Http;

/// <summary>All received requests, except those of the control API. A snapshot does not change.</summary>
public sealed class RequestLog
{
    private const int MostKept = 200_000;
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _entries = new();
    private readonly List<(Func<bool> Condition, TaskCompletionSource Reached)> _waiting = [];
    private int _received;
    private int _inFlight;
    private int _awaitingResponse;
    private int _peak;

    /// <summary>The number of requests in the log, which keeps the latest 200,000.</summary>
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

    /// <summary>The number of requests that are not complete.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>
    /// The largest number of requests that waited for a response at once, since the start or since <see cref="Clear"/>. A request whose response has
    /// started does not count, because its client can send the next request before this one completes here.
    /// </summary>
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
            _peak = _awaitingResponse;
        }
    }

    /// <summary>Waits until this many requests have arrived since the last <see cref="Clear"/>.</summary>
    public Task WaitForCountAsync(int count, CancellationToken cancellationToken = default) => WaitAsync(() => _entries.Count >= count, cancellationToken);

    /// <summary>Waits until no request is in flight.</summary>
    public Task WaitForIdleAsync(CancellationToken cancellationToken = default) => WaitAsync(() => _inFlight == 0, cancellationToken);

    internal Entry Receive(string method, string path, Caller caller, DateTimeOffset now)
    {
        lock (_lock)
        {
            var entry = new Entry(new ReceivedRequest(++_received, method, path, caller.Label, now, null, false) { HasCredentials = caller.Presented });
            _entries.Enqueue(entry);
            if (_entries.Count > MostKept)
            {
                _entries.Dequeue();
            }

            _inFlight++;
            _peak = Math.Max(_peak, ++_awaitingResponse);
            Notify();
            return entry;
        }
    }

    internal void ResponseStarted(Entry entry)
    {
        lock (_lock)
        {
            BeginResponse(entry);
        }
    }

    internal void Completed(Entry entry, int? status, bool aborted)
    {
        lock (_lock)
        {
            entry.Request = entry.Request with { Status = status, Aborted = aborted };
            BeginResponse(entry);
            _inFlight--;
            Notify();
        }
    }

    private void BeginResponse(Entry entry)
    {
        if (!entry.HasResponseStarted)
        {
            entry.HasResponseStarted = true;
            _awaitingResponse--;
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
        for (var at = _waiting.Count - 1; at >= 0; at--)
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

        /// <summary>Whether the response has started.</summary>
        public bool HasResponseStarted { get; set; }
    }
}
