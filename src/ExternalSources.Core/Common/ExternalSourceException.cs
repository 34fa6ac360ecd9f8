using System;

namespace ExternalSources.Core.Common;

/// <summary>The root of everything that this library reports. No exception below it carries a request, a response or a key.</summary>
public abstract class ExternalSourceException : Exception
{
    private protected ExternalSourceException(string message, string recommendation, Exception? inner = null)
        : base(message, inner) => Recommendation = recommendation;

    /// <summary>What to do about it, as a sentence.</summary>
    public string Recommendation { get; }
}
