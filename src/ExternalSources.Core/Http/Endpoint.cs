using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Core.Http;

/// <summary>
/// The endpoint of a request: its method, and its path without ids. The services limit requests for each endpoint
/// (https://developer.atlassian.com/cloud/jira/platform/rate-limiting/, and the X-RateLimit headers of the organization API).
/// </summary>
internal static class Endpoint
{
    /// <summary>The segments that an id follows.</summary>
    private static readonly HashSet<string> Owners = new(StringComparer.OrdinalIgnoreCase)
    {
        "orgs",
        "directories",
        "users",
        "groups",
        "memberships",
        "api-tokens",
        "jira",
    };

    /// <summary>The segments that may stand in the place of an id.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "search", "count", "stats", "invite", "picker" };

    /// <summary>Returns the name of the endpoint.</summary>
    public static string Of(string method, Uri address)
    {
        var segments = address.AbsolutePath.Split('/');
        return method
            + " "
            + string.Join(
                "/",
                segments.Select((segment, i) => i > 0 && Owners.Contains(segments[i - 1]) && !Words.Contains(segment) && segment.Length > 0 ? "*" : segment)
            );
    }
}
