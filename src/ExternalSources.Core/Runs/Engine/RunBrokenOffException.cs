using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Safety;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>A source failed too often in a row for the same reason; the rest of its targets was not attempted.</summary>
public sealed class RunBrokenOffException : ExternalSourceException
{
    internal RunBrokenOffException(string source, string? run, string reason)
        : base(
            $"{source}: {Invariant.Text(CircuitBreaker.Limit)} failures in a row, so the rest was not attempted. The last one: {reason}",
            run is null ? "Mend the cause, and run the command again." : $"Mend the cause; then Resume-ExternalRun {run} does what was not done."
        ) { }
}
