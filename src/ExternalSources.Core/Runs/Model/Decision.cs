namespace ExternalSources.Core.Runs.Model;

/// <summary>What to do about a target: send the change, or end with an outcome and its reason.</summary>
/// <param name="Outcome">The outcome; <see langword="null"/> to send the change.</param>
/// <param name="Reason">Why the target is skipped.</param>
/// <param name="Detail">The reason as text.</param>
/// <param name="Recommendation">What the user can do about a failure.</param>
internal sealed record Decision(ActionOutcome? Outcome, SkipReason Reason, string? Detail, string? Recommendation = null)
{
    public static Decision Act { get; } = new(null, SkipReason.None, null);

    /// <summary>Whether the change is sent although it seems to be made already: the service may return an older state.</summary>
    public bool IsSoAlready { get; init; }

    /// <summary>Whether no change is needed.</summary>
    public bool IsNoChange => Outcome == ActionOutcome.NoChange;

    public static Decision Already(string? detail) => new(ActionOutcome.NoChange, SkipReason.None, detail);

    public static Decision Skip(SkipReason reason, string detail) => new(ActionOutcome.Skipped, reason, detail);

    /// <summary>The action does not apply to a user in this state.</summary>
    public static Decision Unfit(string detail) => Skip(SkipReason.NotApplicable, detail);

    public static Decision Fail(string? detail, string recommendation) => new(ActionOutcome.Failed, SkipReason.None, detail, recommendation);

    public static Decision Confirmed(string done) => new(ActionOutcome.Succeeded, SkipReason.None, done + " Confirmed by reading the user's state.");
}
