using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Log;

/// <summary>A run as its log records it.</summary>
internal sealed record RunRecord
{
    public required RunHeader Header { get; init; }

    public required IReadOnlyList<LoggedTarget> Targets { get; init; }

    /// <summary>The status at the end of the run; <see langword="null"/> when it has not ended, or its session died.</summary>
    public RunStatus? Ended { get; init; }

    /// <summary>Why the run ended early.</summary>
    public string? Reason { get; init; }

    /// <summary>When the run ended, or when its log was last written.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The targets that a resumed run works on: those without an outcome, and those that failed.</summary>
    public IEnumerable<LoggedTarget> Open => Targets.Where(target => target.Outcome is null or { Outcome: ActionOutcome.Failed });

    /// <summary>The numbers of the failed targets. They count as failed until the run tries them again.</summary>
    public IEnumerable<int> FailedNumbers => Targets.Where(target => target.Outcome?.Outcome == ActionOutcome.Failed).Select(target => target.Target.Number);

    public Dictionary<ActionOutcome, int> SettledCounts() =>
        Targets
            .Select(target => target.Outcome)
            .OfType<ExternalActionResult>()
            .GroupBy(outcome => outcome.Outcome)
            .ToDictionary(outcome => outcome.Key, outcome => outcome.Count());

    public int Count(ActionOutcome outcome) => Targets.Count(target => target.Outcome?.Outcome == outcome);

    /// <summary>The result of a target. Without an outcome in the log, the result says what to do.</summary>
    public ExternalActionResult ResultOf(LoggedTarget target) =>
        target.Outcome
        ?? ExternalActionResult.Of(
            Header.Id,
            target.Target,
            target.SentAt is null ? ActionOutcome.Skipped : ActionOutcome.Failed,
            target.SentAt is null ? SkipReason.NotAttempted : SkipReason.None,
            (target.SentAt is null, target.Target.Action == ExternalAction.NewIssue) switch
            {
                (true, true) => "The run ended before it filed this issue. Run New-ExternalIssue for it.",
                (true, false) => "The run ended before this change. Resume-ExternalRun makes it.",
                (false, true) => "The run ended while it filed this issue. Check in the project whether the issue exists.",
                (false, false) => "The run ended during this change. Resume-ExternalRun checks whether it was made.",
            },
            target.SentAt ?? LastAt
        );
}

/// <summary>One target of a run, as its log records it.</summary>
internal sealed class LoggedTarget
{
    public required RunTarget Target { get; set; }

    /// <summary>When the change was last sent, or about to be sent; <see langword="null"/> when it never was.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The values before the last intent. They return when the run stopped before it sent the request.</summary>
    public (DateTimeOffset? SentAt, ExternalActionResult? Outcome) Before { get; set; }

    /// <summary>The last outcome.</summary>
    public ExternalActionResult? Outcome { get; set; }
}

/// <summary>The place, the user, and the group of a change. It is the same in every run, whatever name the source had.</summary>
internal sealed record TargetKey(string Place, string? AccountId, string? GroupId)
{
    public static TargetKey Of(RunRecord record, RunTarget target)
    {
        var source = record.Header.Sources.LastOrDefault(source => source.Name.Equals(target.Source, StringComparison.OrdinalIgnoreCase));
        return new TargetKey(source is null ? target.Source : source.Url + " " + source.OrganizationId, target.AccountId, target.Group?.Id);
    }
}
