using System;
using System.Collections.Concurrent;

namespace ExternalSources.Core.Http;

/// <summary>The rate limits of one source, one for each endpoint. A session keeps them, so that the next command knows what the last one learned.</summary>
internal sealed class RateLimits
{
    private readonly ConcurrentDictionary<string, RateLimit> _limits = new(StringComparer.Ordinal);

    /// <summary>The rate limit of an endpoint.</summary>
    public RateLimit Of(string endpoint) => _limits.GetOrAdd(endpoint, static _ => new RateLimit());
}
