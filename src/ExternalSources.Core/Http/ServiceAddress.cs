using System;
using System.Net;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>Defines which addresses a key may be sent to, and normalizes the addresses that users paste.</summary>
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

    /// <summary>
    /// Whether a host is a Jira Cloud site's own address. API requests go to that address even if a site has a custom domain
    /// (https://community.developer.atlassian.com/t/rfc-28-custom-domains-support-for-jira/73766).
    /// </summary>
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

    /// <summary>The address that accepts tokens with scopes for a site.</summary>
    public static Uri Gateway(Uri site)
    {
        if (IsLoopback(site))
        {
            return site;
        }

        return HostName(site).EndsWith(".atlassian-us-gov-mod.net", StringComparison.OrdinalIgnoreCase) ? GovernmentAdminApi : AdminApi;
    }

    /// <summary>The root address of a site, from a host name or any address of the site.</summary>
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
                "Specify the site's own address, such as https://acme.atlassian.net."
            );
        }

        return root;
    }

    /// <summary>The root address of the admin API, from any address of it; the default address if the text is empty.</summary>
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
                "Leave -Url out. The default address for an Access source is https://api.atlassian.com."
            );
    }

    // The query of an address can contain another address.
    private static bool HasScheme(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        return end >= 0 && text.IndexOfAny(PathBegins) > end;
    }

    /// <summary>The host name in the form that DNS uses; empty if there is none, or if it contains an invalid character.</summary>
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
            throw new InvalidInputException("Url", "The address is empty.", $"Specify the full address, such as {example}.");
        }

        // "acme.atlassian.net" and "localhost:8080" have no scheme, although the second looks as if it has one.
        var withScheme = HasScheme(trimmed) ? trimmed : "https://" + trimmed.TrimStart('/');
        if (!Uri.TryCreate(withScheme, UriKind.Absolute, out var address) || HostName(address).Length == 0)
        {
            throw new InvalidInputException("Url", "The address is not a valid URL.", $"Specify the full address, such as {example}.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new InvalidInputException(
                "Url",
                "The address contains a user name or password.",
                $"Specify only the address, such as {example}. The credentials have parameters of their own."
            );
        }

        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && IsLoopback(address)))
        {
            throw new InvalidInputException("Url", $"The address begins with '{address.Scheme}://'.", "Use https. A key is never sent without encryption.");
        }

        return new Uri(address.GetLeftPart(UriPartial.Authority) + "/");
    }
}
