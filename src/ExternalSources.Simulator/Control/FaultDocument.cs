using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using ExternalSources.Simulator.Faults;

namespace ExternalSources.Simulator.Control;

/// <summary>A fault in a request to the control API. Its members match the methods of <see cref="Fault"/>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FaultDocument
{
    // These members have setters because a generated deserializer resets an omitted init member to its type's default.
    public string Method { get; set; } = "*";

    public string Path { get; set; } = "**";

    public Dictionary<string, string>? Query { get; init; }

    public string? Key { get; init; }

    public int? Times { get; init; }

    public int? Nth { get; init; }

    public int? After { get; init; }

    public int? Every { get; init; }

    public int? Status { get; init; }

    public string? Detail { get; init; }

    public bool NoBody { get; init; }

    public string? Body { get; init; }

    public string? ContentType { get; init; }

    public bool LoginPage { get; init; }

    public Uri? Redirect { get; init; }

    public bool MalformedJson { get; init; }

    public bool EmptyBody { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public double? RetryAfterSeconds { get; init; }

    public double? RetryAfterDateSeconds { get; init; }

    public double? RateLimitResetSeconds { get; init; }

    public string? RateLimitReason { get; init; }

    public bool EchoAuthorization { get; init; }

    public bool AfterProcessing { get; init; }

    public double? DelayMilliseconds { get; init; }

    public double? PauseMilliseconds { get; init; }

    public int? ChunkSize { get; init; }

    public bool Reset { get; init; }

    public bool ResetHalfway { get; init; }

    public bool Truncate { get; init; }

    public bool Hold { get; init; }

    public bool RepeatCursor { get; init; }

    public int? AdjustCount { get; init; }
}
