using ExternalSources.Core.Common;

namespace ExternalSources.Core.Checks;

/// <summary>A check failed while a source was tested. The source was not saved.</summary>
public sealed class SourceCheckException : ExternalSourceException
{
    internal SourceCheckException(SourceTestResult result)
        : base($"'{result.Name}' was not saved. {result.Reason}", result.Recommendation ?? "To see the result of each check, run Test-ExternalSource.") =>
        Result = result;

    /// <summary>The result of each check.</summary>
    public SourceTestResult Result { get; }
}
