using System;

namespace ExternalSources.Core.Common;

/// <summary>The base class of all errors that this library reports. These errors never contain a request, a response, or a key.</summary>
public abstract class ExternalSourceException : Exception
{
    private protected ExternalSourceException(string message, string recommendation, Exception? inner = null)
        : base(message, inner) => Recommendation = recommendation;

    /// <summary>What to do about the error, in full sentences.</summary>
    public string Recommendation { get; }
}
