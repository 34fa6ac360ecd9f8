using System;

namespace ExternalSources.Simulator.Http;

/// <summary>A request that the simulator received.</summary>
/// <param name="Number">The number of the request, from 1, in the order of arrival.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path and query, as sent.</param>
/// <param name="Key">The label of the key, never the key itself; null when the request has no key or an unknown one.</param>
/// <param name="ReceivedAt">When the request arrived.</param>
/// <param name="Status">The status of the response; null while the request is in flight, or when it gets no response.</param>
/// <param name="Aborted">Whether the connection ended before the response did.</param>
public sealed record ReceivedRequest(int Number, string Method, string Path, string? Key, DateTimeOffset ReceivedAt, int? Status, bool Aborted)
{
    /// <summary>The path without the query.</summary>
    public string PathOnly => Path.Split('?', 2)[0];

    /// <summary>Whether the request has an Authorization header, valid or not.</summary>
    public bool HasCredentials { get; init; }
}
