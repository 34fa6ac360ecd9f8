using System;

namespace ExternalSources.Simulator.Http;

/// <summary>A request that the simulator received.</summary>
/// <param name="Number">Counts from 1, in the order of arrival.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, as they were sent.</param>
/// <param name="Key">The label of the key that was sent, never its text; null when there was none, or an unknown one.</param>
/// <param name="ReceivedAt">When it arrived.</param>
/// <param name="Status">The status it was answered with; null while it is in flight, and when it never got one.</param>
/// <param name="Aborted">The connection ended before the answer did.</param>
public sealed record ReceivedRequest(int Number, string Method, string Path, string? Key, DateTimeOffset ReceivedAt, int? Status, bool Aborted)
{
    /// <summary>The path without the query.</summary>
    public string PathOnly => Path.Split('?', 2)[0];

    /// <summary>Whether the request had an Authorization header, known or not.</summary>
    public bool HasCredentials { get; init; }
}
