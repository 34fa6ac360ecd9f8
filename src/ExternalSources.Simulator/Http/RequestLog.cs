using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Simulator.Http;

/// <summary>Every request received, but those of the control surface. Snapshots do not change.</summary>
public sealed class RequestLog
{
    private const int MostKept = 200_000;
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _entries = new();
    private readonly List<(Func<bool> Condition, TaskCompletionSource Reached)> _waiting = [];
    private int _received;
    private int _inFlight;
    private int _unanswered;
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

    /// <summary>Requests that are not over yet.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>
    /// The most that waited for an answer at once since the start, or since <see cref="Clear"/>. One whose answer is on its way does not count: a client
    /// that has all of it may ask again before it is over here.
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
            _peak = _unanswered;
        }
    }

    /// <summary>Waits until so many requests have arrived since the last <see cref="Clear"/>.</summary>
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
            _peak = Math.Max(_peak, ++_unanswered);
            Notify();
            return entry;
        }
    }

    internal void Answering(Entry entry)
    {
        lock (_lock)
        {
            BeginAnswer(entry);
        }
    }

    internal void Answered(Entry entry, int? status, bool aborted)
    {
        lock (_lock)
        {
            entry.Request = entry.Request with { Status = status, Aborted = aborted };
            BeginAnswer(entry);
            _inFlight--;
            Notify();
        }
    }

    private void BeginAnswer(Entry entry)
    {
        if (!entry.IsAnswering)
        {
            entry.IsAnswering = true;
            _unanswered--;
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

        /// <summary>Whether the answer is on its way.</summary>
        public bool IsAnswering { get; set; }
    }
}
