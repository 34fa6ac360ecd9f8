using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Async;
using ExternalSources.Core.Common;

namespace ExternalSources.Commands.Users;

/// <summary>Writes progress records with the number of rows read and the total, if the services return one. It writes at most ten per second.</summary>
internal sealed class ReadProgress : IWaitView
{
    public const int Id = 1;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly object _lock = new();
    private readonly string _what;
    private readonly PipelineQueue _queue;
    private readonly Clock _clock;
    private readonly Dictionary<string, (int Read, int? Total)> _sources = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _next;

    public ReadProgress(string what, PipelineQueue queue, Clock clock)
    {
        _what = what;
        _queue = queue;
        _clock = clock;
    }

    public void Expect(string source, int total) => Update(source, entry => (entry.Read, total));

    public void Count(string source, int rows) => Update(source, entry => (entry.Read + rows, entry.Total));

    /// <summary>Shows that a source waits because its service asks for it.</summary>
    public void Waits(string source, TimeSpan wait) =>
        _queue.Progress(
            new ProgressRecord(Id, _what, $"{source} asks to wait for {Invariant.Duration(wait)}") { SecondsRemaining = (int)Math.Ceiling(wait.TotalSeconds) }
        );

    private void Update(string source, Func<(int Read, int? Total), (int Read, int? Total)> change)
    {
        ProgressRecord record;
        lock (_lock)
        {
            _sources.TryGetValue(source, out var entry);
            _sources[source] = change(entry);
            if (_clock.UtcNow < _next)
            {
                return;
            }

            _next = _clock.UtcNow + Interval;
            var read = _sources.Values.Sum(one => one.Read);
            var total = _sources.Values.All(one => one.Total is not null) ? _sources.Values.Sum(one => one.Total!.Value) : (int?)null;
            record = new ProgressRecord(
                Id,
                _what,
                total is null ? $"{Invariant.Text(read)} read" : $"{Invariant.Text(read)} of {Invariant.Text(total.Value)} read"
            )
            {
                PercentComplete = total is > 0 ? Math.Min(100, (int)(100L * read / total.Value)) : -1,
            };
        }

        _queue.Progress(record);
    }
}
