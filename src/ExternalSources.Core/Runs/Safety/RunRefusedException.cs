using ExternalSources.Core.Common;

namespace ExternalSources.Core.Runs.Safety;

/// <summary>A run would touch more users than its limits allow. Nothing was changed.</summary>
public sealed class RunRefusedException : ExternalSourceException
{
    internal RunRefusedException(string message, string recommendation)
        : base(message, recommendation) { }
}
