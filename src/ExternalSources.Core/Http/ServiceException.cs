using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>A service cannot be reached, or returned an error or an unexpected response.</summary>
public abstract class ServiceException : ExternalSourceException
{
    private protected ServiceException(string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner) { }

    /// <summary>
    /// Whether the outcome of a write is unknown, because the service returned a server error, did not respond completely, or another server responded.
    /// After any other error, the write had no effect.
    /// </summary>
    internal bool IsOutcomeUnknown =>
        this switch
        {
            ServiceStatusException status => status.StatusCode is 408 or >= 500,
            ServiceUnreachableException unreachable => unreachable.Failure is ConnectionFailure.Interrupted or ConnectionFailure.Timeout,
            UnexpectedResponseException or ServiceRedirectException => true,
            _ => false,
        };
}

/// <summary>Why the service did not return a complete response.</summary>
public enum ConnectionFailure
{
    /// <summary>The host name cannot be resolved.</summary>
    NameResolution,

    /// <summary>No service listens at the address, or the network has no route to it.</summary>
    Refused,

    /// <summary>The TLS handshake failed, or the certificate is not trusted.</summary>
    Tls,

    /// <summary>The service did not respond in time.</summary>
    Timeout,

    /// <summary>The connection closed before the response was complete.</summary>
    Interrupted,
}

/// <summary>The service did not return a complete response.</summary>
public sealed class ServiceUnreachableException : ServiceException
{
    internal ServiceUnreachableException(ConnectionFailure failure, string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner) => Failure = failure;

    /// <summary>Why the connection failed.</summary>
    public ConnectionFailure Failure { get; }
}

/// <summary>The service returned a redirect. The module does not follow it, because a key is sent only to the address that it was given for.</summary>
public sealed class ServiceRedirectException : ServiceException
{
    internal ServiceRedirectException(string message, string recommendation)
        : base(message, recommendation) { }
}

/// <summary>The response does not match the documentation of the API. For example, it is an HTML page or invalid JSON.</summary>
public sealed class UnexpectedResponseException : ServiceException
{
    internal UnexpectedResponseException(string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner) { }
}

/// <summary>The service refused the request with a status code and usually a message.</summary>
public sealed class ServiceStatusException : ServiceException
{
    internal ServiceStatusException(int statusCode, string? code, string? serviceMessage, string message, string recommendation, TimeSpan? retryAfter = null)
        : base(message, recommendation)
    {
        StatusCode = statusCode;
        Code = code;
        ServiceMessage = serviceMessage;
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status code.</summary>
    public int StatusCode { get; }

    /// <summary>The service's own error code, such as ADMIN-403-3; <see langword="null"/> if it returned none.</summary>
    public string? Code { get; }

    /// <summary>The service's own message; <see langword="null"/> if it returned none.</summary>
    public string? ServiceMessage { get; }

    /// <summary>How long to wait before a retry, as the service requests it; <see langword="null"/> if it requests none.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The scopes with which the service would accept the request; empty if it lists none.</summary>
    internal IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether an hourly quota is used up. A short wait does not help then.</summary>
    internal bool IsQuota { get; init; }
}
