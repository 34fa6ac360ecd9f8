using System;

namespace ExternalSources.Core.Common;

/// <summary>
/// Reads Atlassian Resource Identifiers, such as <c>ari:cloud:jira-software::site/8f0a...</c>. The services write some ids as ARIs in one place and
/// without the prefix in another, so ids are compared by their last segment.
/// </summary>
internal static class Ari
{
    private const string Prefix = "ari:";

    /// <summary>Returns the text after the last slash, or the whole text if there is no slash: the id without the prefix.</summary>
    public static string LastSegment(string id)
    {
        var slash = id.LastIndexOf('/');
        return slash < 0 || slash == id.Length - 1 ? id : id.Substring(slash + 1);
    }

    /// <summary>Returns the owner in an ARI, such as jira-software; <see langword="null"/> if the text is not an ARI or has no owner.</summary>
    public static string? Owner(string? ari)
    {
        if (ari is null || !IsAri(ari))
        {
            return null;
        }

        var parts = ari.Split(':');
        return parts.Length > 3 && parts[2].Length > 0 ? parts[2] : null;
    }

    /// <summary>Whether a text is an ARI.</summary>
    public static bool IsAri(string text) => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
