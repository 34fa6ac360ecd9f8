using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Log;

/// <summary>A run as its log tells it.</summary>
internal sealed record RunRecord
{
    public required RunHeader Header { get; init; }

    public required IReadOnlyList<LoggedTarget> Targets { get; init; }

    /// <summary>How the run ended; <see langword="null"/> when it has not, or its session died.</summary>
    public RunStatus? Ended { get; init; }

    /// <summary>Why it was broken off.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ended, or when its log was written last.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The targets that are still to be dealt with when the run goes on: those that came to nothing, and those that failed.</summary>
    public IEnumerable<LoggedTarget> Open => Targets.Where(target => target.Outcome is null or { Outcome: ActionOutcome.Failed });

    /// <summary>The numbers of those that failed: they count as failed until they are tried again.</summary>
    public IEnumerable<int> FailedNumbers => Targets.Where(target => target.Outcome?.Outcome == ActionOutcome.Failed).Select(target => target.Target.Number);

    public Dictionary<ActionOutcome, int> SettledCounts() =>
        Targets
            .Select(target => target.Outcome)
            .OfType<ExternalActionResult>()
            .GroupBy(outcome => outcome.Outcome)
            .ToDictionary(outcome => outcome.Key, outcome => outcome.Count());

    public int Count(ActionOutcome outcome) => Targets.Count(target => target.Outcome?.Outcome == outcome);

    /// <summary>What a target came to; for one that came to nothing yet, that.</summary>
    public ExternalActionResult ResultOf(LoggedTarget target) =>
        target.Outcome
        ?? new ExternalActionResult
        {
            Run = Header.Id,
            Source = target.Target.Source,
            Action = target.Target.Action,
            AccountId = target.Target.AccountId,
            Name = target.Target.Name,
            Email = target.Target.Email,
            Group = target.Target.Group?.Name,
            GroupId = target.Target.Group?.Id,
            Outcome = target.SentAt is null ? ActionOutcome.Skipped : ActionOutcome.Failed,
            Reason = target.SentAt is null ? SkipReason.NotAttempted : SkipReason.None,
            Detail = (target.SentAt is null, target.Target.Action == ExternalAction.NewIssue) switch
            {
                (true, true) => "The run ended before; run New-ExternalIssue for it.",
                (true, false) => "The run ended before; Resume-ExternalRun does it.",
                (false, true) => "The run ended while this was under way: look in the project whether it was filed.",
                (false, false) => "The run ended while this was under way; Resume-ExternalRun finds out whether it was done.",
            },
            At = target.SentAt ?? LastAt,
        };
}

/// <summary>One target of a run, as far as its log tells.</summary>
internal sealed class LoggedTarget
{
    public required RunTarget Target { get; set; }

    /// <summary>When the change was sent, or about to be, last; <see langword="null"/> when it never was.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>How it stood before the last intent, which may be taken back when a stop came before the request.</summary>
    public (DateTimeOffset? SentAt, ExternalActionResult? Outcome) Before { get; set; }

    /// <summary>What came of it, the last word counting.</summary>
    public ExternalActionResult? Outcome { get; set; }
}
