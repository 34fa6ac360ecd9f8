namespace ExternalSources.Core.Http;

/// <summary>What a failed write tells about whether it was done.</summary>
internal static class WriteFailures
{
    /// <summary>
    /// Whether it is open if the service did what it was asked: it failed at it, the answer never came, or was not the service's own. Everything
    /// else is a refusal, or a request that did not arrive.
    /// </summary>
    public static bool IsOpen(ServiceException exception) =>
        exception switch
        {
            ServiceStatusException status => status.StatusCode is 408 or >= 500,
            ServiceUnreachableException unreachable => unreachable.Failure is ConnectionFailure.Interrupted or ConnectionFailure.Timeout,
            UnexpectedResponseException or ServiceRedirectException => true,
            _ => false,
        };
}
