using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>Numbers the targets of a run, counts their outcomes, and writes the log.</summary>
internal sealed class RunRecorder
{
    private readonly object _lock = new();
    private readonly RunSettings _settings;
    private readonly Dictionary<ActionOutcome, int> _counts = new();
    private readonly ConcurrentDictionary<string, bool> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SourceReference> _references = new(StringComparer.OrdinalIgnoreCase);
    private readonly IdSet _given = new();
    private readonly HashSet<int> _failedBefore;
    private readonly HashSet<int> _reopened = new();
    private readonly List<RunTarget> _unlogged = new();
    private RunLog? _log;
    private int _number;
    private int _targets;
    private volatile string? _brokenOff;

    public RunRecorder(RunSettings settings)
    {
        _settings = settings;
        _targets = settings.EarlierTargets;
        _number = settings.EarlierNumber;
        foreach (var count in settings.EarlierCounts)
        {
            _counts[count.Key] = count.Value;
        }

        _failedBefore = new HashSet<int>(settings.EarlierFailures);
    }

    /// <summary>The run's id, once it has begun.</summary>
    public string? Run => _log?.Id;

    /// <summary>Registers a source: the log records its address with its name.</summary>
    public void Know(SourceReference source) => _references[source.Name] = source;

    public int NextNumber() => Interlocked.Increment(ref _number);

    /// <summary>Whether the run has the target for the first time.</summary>
    public bool IsFirst(string source, string accountId, string? groupId)
    {
        lock (_lock)
        {
            return _given.Add(source.ToUpperInvariant() + "\n" + accountId + "\n" + groupId);
        }
    }

    /// <summary>Logs targets before anything is sent for them.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="unknown">The targets that are new to the log, or changed since they were logged.</param>
    /// <param name="added">The number of targets that are not counted yet.</param>
    public void Accept(IReadOnlyList<RunTarget> targets, IReadOnlyList<RunTarget> unknown, int added)
    {
        Interlocked.Add(ref _targets, added);
        if (targets.Count == 0)
        {
            return;
        }

        if (Open() is { } log)
        {
            Write(log, targets, unknown);
        }
    }

    public void Intent(RunTarget target, int attempt)
    {
        Reopen(target);
        _log?.Intent(target.Number, attempt, _settings.Clock.UtcNow);
    }

    /// <summary>Withdraws an intent: nothing was sent.</summary>
    public void Withdraw(RunTarget target)
    {
        lock (_lock)
        {
            // The target counts as failed again.
            if (_reopened.Remove(target.Number))
            {
                _failedBefore.Add(target.Number);
                _counts[ActionOutcome.Failed]++;
            }
        }

        _log?.Withdrawn(target.Number, _settings.Clock.UtcNow);
    }

    /// <summary>Logs an outcome in case the session ends now. A later outcome replaces it.</summary>
    public void Note(RunTarget target, ExternalActionResult result) => _log?.Outcome(target.Number, result);

    public void Settle(RunTarget target, ExternalActionResult result)
    {
        // A target that was not attempted has no outcome in the log, so that the run can be resumed.
        if (result.Reason == SkipReason.NotAttempted)
        {
            return;
        }

        Reopen(target);
        lock (_lock)
        {
            _counts[result.Outcome] = (_counts.TryGetValue(result.Outcome, out var count) ? count : 0) + 1;
        }

        _log?.Outcome(target.Number, result);
    }

    /// <summary>Logs the users that were not processed.</summary>
    public void NotAttempted(IEnumerable<Candidate> candidates)
    {
        var rest = candidates
            .Where(candidate => candidate.Number is null)
            .Select(candidate => new RunTarget
            {
                Number = NextNumber(),
                Action = candidate.Action ?? _settings.Request.Action,
                Source = candidate.Source,
                AccountId = candidate.AccountId,
                Email = candidate.Email,
                KnownEmail = candidate.AccountId is null ? null : candidate.KnownEmail,
                Group = candidate.Group,
                Before = candidate.Expected,
            })
            .ToArray();
        Interlocked.Add(ref _targets, rest.Length);
        lock (_lock)
        {
            // A run that changes nothing leaves no log, but another source of the run may still change something.
            if (_log is null)
            {
                _unlogged.AddRange(rest);
                return;
            }
        }

        Write(_log, rest, rest);
    }

    public void BrokenOff(string reason) => _brokenOff = reason;

    public void Close(string? reason)
    {
        reason ??= _brokenOff;
        if (_log is not { } log)
        {
            return;
        }

        try
        {
            lock (_lock)
            {
                log.Footer(reason is null ? RunStatus.Completed : RunStatus.Stopped, reason, _counts, _targets, _sources.Keys, _settings.Clock.UtcNow);
            }
        }
        finally
        {
            log.Dispose();
        }
    }

    /// <summary>Closes a log that could not be written, without a last line.</summary>
    public void Abandon() => _log?.Dispose();

    private RunLog? Open()
    {
        lock (_lock)
        {
            if (_log is null && _settings.OpenLog is not null)
            {
                _log = _settings.OpenLog();
                Write(_log, _unlogged, _unlogged);
            }

            return _log;
        }
    }

    /// <summary>Writes targets, and the addresses of their sources: an undo or a resumed run needs them.</summary>
    private void Write(RunLog log, IReadOnlyList<RunTarget> targets, IReadOnlyList<RunTarget> unknown)
    {
        foreach (var source in targets.Select(target => target.Source).Where(source => _sources.TryAdd(source, true)))
        {
            if (_references.TryGetValue(source, out var reference))
            {
                log.Write(RunLogFormat.Source(reference));
            }
        }

        log.Targets(unknown);
    }

    /// <summary>A failed target that is tried again no longer counts as failed.</summary>
    private void Reopen(RunTarget target)
    {
        lock (_lock)
        {
            if (_failedBefore.Remove(target.Number))
            {
                _counts[ActionOutcome.Failed]--;
                _reopened.Add(target.Number);
            }
        }
    }
}
