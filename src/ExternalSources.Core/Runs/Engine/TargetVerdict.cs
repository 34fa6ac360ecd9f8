using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>A target and what is to be done to it.</summary>
internal sealed record JudgedTarget(RunTarget Target, Candidate Candidate, UserAction Action, TargetVerdict Verdict);

/// <summary>What a target came to before anything was sent; no outcome when the change is to be sent.</summary>
internal sealed record TargetVerdict(ActionOutcome? Outcome, SkipReason Reason, string? Detail, string? Recommendation = null)
{
    public static TargetVerdict Act { get; } = new(null, SkipReason.None, null);

    /// <summary>Whether the change is sent although the user looks as if it were so: that may be what was before an earlier change.</summary>
    public bool IsSoAlready { get; init; }

    public static TargetVerdict Skip(SkipReason reason, string detail) => new(ActionOutcome.Skipped, reason, detail);

    public static TargetVerdict Fail(string? detail, string recommendation) => new(ActionOutcome.Failed, SkipReason.None, detail, recommendation);

    public static TargetVerdict Confirmed(string done) => new(ActionOutcome.Succeeded, SkipReason.None, done + " Confirmed by reading it back.");
}
