using System;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;

namespace ExternalSources.Core.Http;

/// <summary>
/// The requests that the client never sends. Some calls of Atlassian's API for keys and tokens revoke the tokens of all users, or create and revoke admin
/// keys. They differ from harmless calls only by their method or by a missing id, so each request is checked in the one place that sends.
/// </summary>
internal static class RequestRules
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];

    /// <summary>Makes sure that a request may be sent.</summary>
    /// <exception cref="InvalidOperationException">The request is one that the client never sends.</exception>
    public static void Check(HttpMethod method, Uri address)
    {
        var name = method.Method.ToUpperInvariant();
        var path = Normalized(address);
        var isRead = name == "GET";
        if (
            !Methods.Contains(name)
            // Lists of keys and tokens of an organization are only read.
            || (!isRead && path.Contains("/api-access/"))
            || (!isRead && path.Split('/').Contains("api-keys"))
            // A token is revoked by its id. Without one, the call may mean all tokens.
            || (!isRead && path.EndsWith("/api-tokens", StringComparison.Ordinal))
        )
        {
            throw new InvalidOperationException($"The client never sends {name} {path}.");
        }
    }

    /// <summary>The path in lower case, without escapes, repeated slashes, dot segments, and a slash at the end.</summary>
    private static string Normalized(Uri address)
    {
        var path = address.AbsolutePath;
        // Some servers decode a path more than once.
        for (var i = 0; i < 5 && Uri.UnescapeDataString(path) is var plain && plain != path; i++)
        {
            path = plain;
        }

        path = Regex.Replace(path.Replace('\\', '/').ToLowerInvariant(), @"[\s\p{C}]", string.Empty);
        path = Regex.Replace(path, @"/(\./)+|//+", "/");
        return path.Split('?', '#', ';')[0].TrimEnd('/', '.');
    }
}
