using System;
using System.Net.Http;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>How requests are sent: the one place of the transport's numbers.</summary>
internal sealed record TransportOptions
{
    public static TransportOptions Default { get; } = new();

    public Clock Clock { get; init; } = Clock.System;

    /// <summary>How long one attempt may take, to the end of the answer's body.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests are under way at the same time; more wait for their turn.</summary>
    public int MaxRequests { get; init; } = 32;

    /// <summary>How often a request is sent at most.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Whether a read that was not answered in time is sent once more. Whoever only wants to know whether a service answers has waited long enough.</summary>
    public bool RepeatsTimeouts { get; init; }

    /// <summary>The longest wait that is taken without asking; a service that wants more gets an error that says so.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one request puts up with the service's rate limit in all, even beyond <see cref="MaxAttempts"/>.</summary>
    public TimeSpan LimitPatience { get; init; } = TimeSpan.Zero;

    /// <summary>The wait before the first repetition; it doubles each time.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A number from 0 to 1 that spreads the waits, so that many clients do not come back at the same moment.</summary>
    public Func<double> Jitter { get; init; } = RandomJitter;

    /// <summary>Makes the handler below; tests put a broken network here.</summary>
    public Func<Uri, HttpMessageHandler>? CreateHandler { get; init; }

    /// <summary>Told of each request: method, address without query, status, time. Never a header or a body.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>Told when the service asks for a pause, and for how long.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    private static double RandomJitter()
    {
        // Random is not thread-safe, and a shared one needs a lock; a new one a wait costs nothing here.
        return new Random(Guid.NewGuid().GetHashCode()).NextDouble();
    }
}
