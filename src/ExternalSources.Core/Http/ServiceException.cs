using System;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>A service could not be reached, or did not answer as it should.</summary>
public abstract class ServiceException : ExternalSourceException
{
    private protected ServiceException(string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner) { }
}

/// <summary>Why no answer came.</summary>
public enum ConnectionFailure
{
    /// <summary>The host's name could not be resolved.</summary>
    NameResolution,

    /// <summary>Nothing listens at the address, or no route leads there.</summary>
    Refused,

    /// <summary>The TLS handshake failed or the certificate is not trusted.</summary>
    Tls,

    /// <summary>No answer came in time.</summary>
    Timeout,

    /// <summary>The connection broke before the answer was complete.</summary>
    Interrupted,
}

/// <summary>No complete answer came from the service.</summary>
public sealed class ServiceUnreachableException : ServiceException
{
    internal ServiceUnreachableException(ConnectionFailure failure, string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner) => Failure = failure;

    /// <summary>How the connection failed.</summary>
    public ConnectionFailure Failure { get; }
}

/// <summary>The service answered with a redirect. It is not followed: the key goes only to the address it was registered for.</summary>
public sealed class ServiceRedirectException : ServiceException
{
    internal ServiceRedirectException(string message, string recommendation)
        : base(message, recommendation) { }
}

/// <summary>The answer is not what the API promises: an HTML page, broken JSON, an unexpected status.</summary>
public sealed class UnexpectedResponseException : ServiceException
{
    internal UnexpectedResponseException(string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner) { }
}

/// <summary>The service refused the request with a status code and, usually, a message of its own.</summary>
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

    /// <summary>The service's own error code, such as ADMIN-403-3, where it gave one.</summary>
    public string? Code { get; }

    /// <summary>The service's own message, where it gave one.</summary>
    public string? ServiceMessage { get; }

    /// <summary>How long the service asks to wait, for a rate limit or an outage.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether a quota of many requests is used up, and not the rate of the last few: waiting a little does not help.</summary>
    internal bool IsQuota { get; init; }
}
