using System;
using System.Management.Automation;
using System.Threading;
using ExternalSources.Async;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Commands.Actions;

/// <summary>Shows the progress of a run at most ten times a second: results, failures, waits, and the remaining time.</summary>
internal sealed class RunProgress : IWaitView
{
    public const int Id = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly object _lock = new();
    private readonly string _what;
    private readonly PipelineQueue _queue;
    private readonly Clock _clock;
    private readonly DateTimeOffset _begun;
    private DateTimeOffset _next;
    private DateTimeOffset _waitsUntil;
    private string? _waits;
    private int _done;
    private int _failed;
    private int _delivered;
    private bool _isAll;

    public RunProgress(string what, PipelineQueue queue, Clock clock)
    {
        _what = what;
        _queue = queue;
        _clock = clock;
        _begun = clock.UtcNow;
    }

    /// <summary>Counts a user that the pipeline delivered.</summary>
    public void Delivered() => Interlocked.Increment(ref _delivered);

    /// <summary>Notes that the pipeline delivers no more users.</summary>
    public void AllDelivered() => Volatile.Write(ref _isAll, true);

    public void Settled(ActionOutcome outcome)
    {
        lock (_lock)
        {
            _done++;
            if (outcome == ActionOutcome.Failed)
            {
                _failed++;
            }
        }

        Show(false);
    }

    public void Waits(string source, TimeSpan wait)
    {
        lock (_lock)
        {
            _waits = $"{source} asks to wait for {Invariant.Duration(wait)}";
            _waitsUntil = _clock.UtcNow + wait;
        }

        Show(true);
    }

    private void Show(bool atOnce)
    {
        ProgressRecord record;
        lock (_lock)
        {
            var now = _clock.UtcNow;
            if (now < _next && !atOnce)
            {
                return;
            }

            _next = now + Interval;
            // The total is unknown until all users are delivered, and a user can be several targets, one for each group.
            var total = Volatile.Read(ref _isAll) && _done <= _delivered ? _delivered : (int?)null;
            var text =
                (total is null ? $"{Invariant.Text(_done)} done" : $"{Invariant.Text(_done)} of {Invariant.Text(total.Value)} done")
                + (_failed > 0 ? $", {Invariant.Text(_failed)} failed" : string.Empty);
            record = new ProgressRecord(Id, _what, now < _waitsUntil ? $"{text}; {_waits}" : text)
            {
                PercentComplete = total is > 0 ? (int)(100L * _done / total.Value) : -1,
                SecondsRemaining = total is > 0 && _done > 0 ? (int)Math.Ceiling((now - _begun).TotalSeconds / _done * (total.Value - _done)) : -1,
            };
        }

        _queue.Progress(record);
    }
}
