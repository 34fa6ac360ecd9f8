using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Safety;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>A source failed several times in a row for the same reason. The rest of its targets was not attempted.</summary>
public sealed class RunBrokenOffException : ExternalSourceException
{
    internal RunBrokenOffException(string source, string? run, string reason)
        : base(
            $"{source}: {Invariant.Text(CircuitBreaker.Limit)} failures in a row, so the other targets were not attempted. The last failure: {reason}",
            run is null ? "Fix the cause, and run the command again." : $"Fix the cause, and use Resume-ExternalRun {run} to continue."
        ) { }
}
