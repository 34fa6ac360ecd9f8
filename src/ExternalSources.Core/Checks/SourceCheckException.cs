using ExternalSources.Core.Common;

namespace ExternalSources.Core.Checks;

/// <summary>A source was tested before it was saved, and a check failed. Nothing was saved.</summary>
public sealed class SourceCheckException : ExternalSourceException
{
    internal SourceCheckException(SourceTestResult result)
        : base($"'{result.Name}' was not saved. {result.Reason}", result.Recommendation ?? "Test-ExternalSource shows each check.") => Result = result;

    /// <summary>The outcome of each check.</summary>
    public SourceTestResult Result { get; }
}
