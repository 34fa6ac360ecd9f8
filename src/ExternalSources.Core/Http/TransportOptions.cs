using System;
using System.Net.Http;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>The options for requests, with all time limits and counts.</summary>
internal sealed record TransportOptions
{
    public static TransportOptions Default { get; } = new();

    public Clock Clock { get; init; } = Clock.System;

    /// <summary>How long one attempt may take, until the end of the response body.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is known about the rate limits of the source; <see langword="null"/> for nothing.</summary>
    public RateLimits? RateLimits { get; init; }

    /// <summary>The maximum number of concurrent requests. Other requests wait.</summary>
    public int MaxRequests { get; init; } = 32;

    /// <summary>The maximum number of attempts for a request.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Whether a read that timed out is sent a second time. A connection test does not need this.</summary>
    public bool RepeatsTimeouts { get; init; }

    /// <summary>The longest wait before a retry. If the service requests a longer wait, the request fails.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one request waits in total for the service's rate limit, even after <see cref="MaxAttempts"/> attempts.</summary>
    public TimeSpan LimitPatience { get; init; } = TimeSpan.Zero;

    /// <summary>The wait before the first retry. It doubles with each retry.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns a random number from 0 to 1, which spreads the retries of many clients.</summary>
    public Func<double> Jitter { get; init; } = RandomJitter;

    /// <summary>Creates the HTTP handler. Tests simulate network errors here.</summary>
    public Func<Uri, HttpMessageHandler>? CreateHandler { get; init; }

    /// <summary>Receives a line for each request: method, address without query, status, and time. It never contains a header or a body.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>
    /// Returns the error for a request that the service refused with the status code 403. A connector adds what it knows about the request, from its method
    /// and its address.
    /// </summary>
    public Func<HttpMethod, Uri, ServiceStatusException, ServiceStatusException>? Refused { get; init; }

    /// <summary>Receives the duration of each wait that the service requests.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    private static double RandomJitter()
    {
        // Random is not thread-safe. A new instance for each wait is cheap, and needs no lock.
        return new Random(Guid.NewGuid().GetHashCode()).NextDouble();
    }
}
