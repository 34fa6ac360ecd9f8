using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Tests.Support;

/// <summary>A clock for tests that do not wait. A delay advances it at once or, if it stands still, waits until a test advances it.</summary>
internal sealed class TestClock : Clock
{
    public static readonly DateTimeOffset Start = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _delays = [];
    private readonly List<(DateTimeOffset Due, TaskCompletionSource Wake)> _sleepers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _watchers = [];
    private DateTimeOffset _now = Start;

    /// <summary>Whether time passes only by <see cref="Advance"/>.</summary>
    public bool Stands { get; set; }

    public override DateTimeOffset UtcNow
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>The requested delays, in order.</summary>
    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (_lock)
            {
                return [.. _delays];
            }
        }
    }

    /// <summary>The same time for the simulator.</summary>
    public TimeProvider Provider => new ClockProvider(this);

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _delays.Add(delay);
            foreach (var (_, reached) in _watchers.Where(watcher => watcher.Count <= _delays.Count))
            {
                reached.TrySetResult();
            }

            if (!Stands)
            {
                _now += delay;
                return Task.CompletedTask;
            }

            _sleepers.Add((_now + delay, wake));
        }

        return wake.Task.WaitAsync(cancellationToken);
    }

    public void Advance(TimeSpan span)
    {
        lock (_lock)
        {
            _now += span;
            foreach (var (_, wake) in _sleepers.Where(sleeper => sleeper.Due <= _now))
            {
                wake.TrySetResult();
            }

            _sleepers.RemoveAll(sleeper => sleeper.Due <= _now);
        }
    }

    /// <summary>Waits until a number of delays were requested.</summary>
    public Task WaitForDelaysAsync(int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_delays.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class ClockProvider(TestClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.UtcNow;
    }
}
