using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http.Paging;

/// <summary>A list could not be read to its end, or it is unknown whether it was. The rows that were written are correct, but may not be all rows.</summary>
public sealed class IncompleteListException : ServiceException
{
    internal IncompleteListException(string message, string recommendation, int read, System.Exception? inner = null)
        : base(message, recommendation, inner) => Read = read;

    /// <summary>The number of rows that were read.</summary>
    public int Read { get; }

    /// <summary>The error for a list whose length is unknown.</summary>
    internal static IncompleteListException Uncounted(string what, int read, ServiceException inner) =>
        new(
            $"The list of {what} has {Invariant.Count(read, "row")}, but may have more, because the number of rows could not be read. {inner.Message}",
            inner.Recommendation,
            read,
            inner
        );

    /// <summary>The error for a list with records that the service could not read.</summary>
    internal static IncompleteListException Gaps(string what, int records, int read) =>
        new(
            $"The list of {what} has {Invariant.Count(records, "record")} that the service could not read. "
                + $"Before this error, {Invariant.Count(read, "row")} {(read == 1 ? "was" : "were")} read.",
            "The service may have an outage. Run the command again later. If the error persists, report it to Atlassian support.",
            read
        );

    /// <summary>The error for a list that a failed request interrupted.</summary>
    internal static IncompleteListException Broken(string what, int read, ServiceException inner) =>
        new($"The list of {what} broke off after {Invariant.Count(read, "row")}. {inner.Message}", inner.Recommendation, read, inner);
}
