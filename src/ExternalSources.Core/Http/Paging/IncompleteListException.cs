using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http.Paging;

/// <summary>A list could not be read to its end, or not for certain. What was written of it until then is right, but not all.</summary>
public sealed class IncompleteListException : ServiceException
{
    internal IncompleteListException(string message, string recommendation, int read, System.Exception? inner = null)
        : base(message, recommendation, inner) => Read = read;

    /// <summary>How many rows had been read.</summary>
    public int Read { get; }

    internal static IncompleteListException Uncounted(string what, int read, ServiceException inner) =>
        new(
            $"The list of {what} had {Invariant.Count(read, "row")}, but the service could not be asked how many there are, so nobody knows whether that is all. {inner.Message}",
            inner.Recommendation,
            read,
            inner
        );

    internal static IncompleteListException Broken(string what, int read, ServiceException inner) =>
        new($"The list of {what} broke off after {Invariant.Count(read, "row")}. {inner.Message}", inner.Recommendation, read, inner);
}
