using System;
using System.Net;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>Which addresses a key may be sent to, and how what people paste becomes one of them.</summary>
internal static class ServiceAddress
{
    /// <summary>The admin API (https://developer.atlassian.com/cloud/admin/organization/rest/intro/).</summary>
    public static readonly Uri AdminApi = new("https://api.atlassian.com/");

    private static readonly Uri GovernmentAdminApi = new("https://api.atlassian-us-gov-mod.com/");

    private static readonly string[] SiteDomains = { ".atlassian.net", ".jira.com", ".atlassian-us-gov-mod.net" };

    private static readonly char[] PathBegins = { '/', '?', '#' };

    public static bool IsLoopback(Uri address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Whether a host is a Jira Cloud site's own address. API requests go to that address even where a site has a custom domain
    /// (https://community.developer.atlassian.com/t/rfc-28-custom-domains-support-for-jira/73766).</summary>
    public static bool IsSite(Uri address)
    {
        if (IsLoopback(address))
        {
            return true;
        }

        var host = HostName(address);
        foreach (var domain in SiteDomains)
        {
            if (host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsAdminApi(Uri address) => IsLoopback(address) || address == AdminApi || address == GovernmentAdminApi;

    /// <summary>Where tokens with scopes are accepted for a site.</summary>
    public static Uri Gateway(Uri site)
    {
        if (IsLoopback(site))
        {
            return site;
        }

        return HostName(site).EndsWith(".atlassian-us-gov-mod.net", StringComparison.OrdinalIgnoreCase) ? GovernmentAdminApi : AdminApi;
    }

    /// <summary>A site's root from anything that people paste: a bare host, a trailing slash, a deep link.</summary>
    public static Uri NormalizeSite(string? text)
    {
        var root = Root(text, "https://acme.atlassian.net");
        if (
            root.Host.Equals("admin.atlassian.com", StringComparison.OrdinalIgnoreCase)
            || root.Host.Equals("id.atlassian.com", StringComparison.OrdinalIgnoreCase)
            || IsRemoteAdminApi(root)
        )
        {
            throw new InvalidInputException(
                "Url",
                $"'{root.Host}' is not the address of a Jira site.",
                "Give the site's own address, such as https://acme.atlassian.net."
            );
        }

        return root;
    }

    public static Uri NormalizeAdminApi(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return AdminApi;
        }

        var root = Root(text, "https://api.atlassian.com");
        return IsAdminApi(root)
            ? root
            : throw new InvalidInputException(
                "Url",
                $"'{root.Host}' is not the address of Atlassian's admin API.",
                "Leave -Url out for an Access source: the admin API is at https://api.atlassian.com."
            );
    }

    // A link may have another one in its query.
    private static bool HasScheme(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        return end >= 0 && text.IndexOfAny(PathBegins) > end;
    }

    /// <summary>The host's name as the network knows it; empty when there is none, or when it has a character that no such name may have.</summary>
    private static string HostName(Uri address)
    {
        try
        {
            return address.IdnHost;
        }
        catch (UriFormatException)
        {
            return string.Empty;
        }
    }

    private static bool IsRemoteAdminApi(Uri root) => !IsLoopback(root) && IsAdminApi(root);

    private static Uri Root(string? text, string example)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        if (trimmed.Length == 0)
        {
            throw new InvalidInputException("Url", "The address is empty.", $"Give the full address, such as {example}.");
        }

        // "acme.atlassian.net" and "localhost:8080" are no absolute URLs of a scheme that we know: they lack the scheme.
        var withScheme = HasScheme(trimmed) ? trimmed : "https://" + trimmed.TrimStart('/');
        if (!Uri.TryCreate(withScheme, UriKind.Absolute, out var address) || HostName(address).Length == 0)
        {
            throw new InvalidInputException("Url", "The address is not a valid URL.", $"Give the full address, such as {example}.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new InvalidInputException(
                "Url",
                "The address contains a user name or password.",
                $"Give the address alone, such as {example}; the credentials have their own parameters."
            );
        }

        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && IsLoopback(address)))
        {
            throw new InvalidInputException("Url", $"The address begins with '{address.Scheme}://'.", "Use https: a key is never sent unencrypted.");
        }

        return new Uri(address.GetLeftPart(UriPartial.Authority) + "/");
    }
}
