using System;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>The root address of a site, from any address that users paste.</summary>
public class SiteAddressTests
{
    public static TheoryData<string> AllCultures => Cultures.All;

    [Theory]
    [InlineData("https://acme.atlassian.net", "https://acme.atlassian.net/")]
    [InlineData("https://acme.atlassian.net/", "https://acme.atlassian.net/")]
    [InlineData("  https://acme.atlassian.net/\r\n", "https://acme.atlassian.net/")]
    [InlineData("acme.atlassian.net", "https://acme.atlassian.net/")]
    [InlineData("acme.atlassian.net/", "https://acme.atlassian.net/")]
    [InlineData("//acme.atlassian.net/jira", "https://acme.atlassian.net/")]
    [InlineData("HTTPS://ACME.ATLASSIAN.NET/JIRA", "https://acme.atlassian.net/")]
    [InlineData("https://acme.atlassian.net/jira/software/c/projects/ABC/boards/1?selectedIssue=ABC-7#comment", "https://acme.atlassian.net/")]
    [InlineData("acme.atlassian.net/browse/ABC-1", "https://acme.atlassian.net/")]
    [InlineData("acme.atlassian.net/login?continue=https://acme.atlassian.net/jira", "https://acme.atlassian.net/")]
    [InlineData("acme.atlassian.net?next=https://evil.example/", "https://acme.atlassian.net/")]
    [InlineData("https://acme.atlassian.net:443/", "https://acme.atlassian.net/")]
    [InlineData("https://acme.atlassian.net:8443/x", "https://acme.atlassian.net:8443/")]
    [InlineData("acme.jira.com", "https://acme.jira.com/")]
    [InlineData("https://acme.atlassian-us-gov-mod.net/wiki", "https://acme.atlassian-us-gov-mod.net/")]
    [InlineData("http://localhost:8080/x", "http://localhost:8080/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080/")]
    public void A_pasted_address_becomes_the_root(string pasted, string root) => Assert.Equal(root, ServiceAddress.NormalizeSite(pasted).AbsoluteUri);

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void The_culture_does_not_matter(string culture)
    {
        var (address, isSite) = Cultures.In(culture, () =>
        {
            var root = ServiceAddress.NormalizeSite("HTTPS://INITECH.ATLASSIAN.NET/ISSUES");
            return (root.AbsoluteUri, ServiceAddress.IsSite(root) && ServiceAddress.IsSite(new Uri("https://INITECH.JIRA.COM")));
        });
        Assert.Equal("https://initech.atlassian.net/", address);
        Assert.True(isSite);
    }

    [Theory]
    [InlineData("http://acme.atlassian.net")]
    [InlineData("HTTP://acme.atlassian.net/jira")]
    [InlineData("http://localhost.evil.example/")]
    [InlineData("http://192.0.2.1/")]
    [InlineData("ftp://acme.atlassian.net/")]
    [InlineData("file://acme.atlassian.net/share")]
    [InlineData("ftp://localhost/")]
    public void Only_https_is_accepted_except_on_loopback(string pasted) => Assert.Contains("https", Refused(pasted).Recommendation);

    [Theory]
    [InlineData("https://admin@acme.atlassian.net/")]
    [InlineData("https://acme.atlassian.net@evil.example/")]
    [InlineData("https://admin:secret@acme.atlassian.net/")]
    [InlineData("admin:secret@acme.atlassian.net")]
    public void User_info_is_refused_and_not_shown(string pasted)
    {
        var refusal = Refused(pasted);
        Assert.Contains("user name or password", refusal.Message);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void An_empty_address_is_refused_with_an_example(string? pasted)
    {
        var refusal = Refused(pasted);
        Assert.Contains("empty", refusal.Message);
        Assert.Contains("https://acme.atlassian.net", refusal.Recommendation);
    }

    [Theory]
    [InlineData("https://")]
    [InlineData("https:///jira")]
    [InlineData("acme atlassian net")]
    [InlineData("https://acme.atlassian.net:99999/")]
    [InlineData("https:acme.atlassian.net")]
    public void An_invalid_address_is_refused(string pasted) => Assert.Contains("not a valid URL", Refused(pasted).Message);

    [Theory]
    [InlineData("https://admin.atlassian.com/o/123/overview", "admin.atlassian.com")]
    [InlineData("https://id.atlassian.com/manage-profile/security", "id.atlassian.com")]
    [InlineData("https://api.atlassian.com/ex/jira/123", "api.atlassian.com")]
    [InlineData("https://api.atlassian-us-gov-mod.com/", "api.atlassian-us-gov-mod.com")]
    public void Atlassians_other_addresses_are_refused_by_name(string pasted, string host) =>
        Assert.Contains("'" + host + "' is not the address of a Jira site", Refused(pasted).Message);

    [Theory]
    [InlineData("https://acme.atlassian.net/", true)]
    [InlineData("https://acme.jira.com/", true)]
    [InlineData("https://acme.atlassian-us-gov-mod.net/", true)]
    [InlineData("http://127.0.0.1:1/", true)]
    [InlineData("https://jira.acme.example/", false)]
    [InlineData("https://atlassian.net/", false)]
    [InlineData("https://evilatlassian.net/", false)]
    [InlineData("https://acme.atlassian.net.evil.example/", false)]
    [InlineData("https://acme.atlassian.com/", false)]
    [InlineData("https://acme-atlassian.net.xn--p1ai/", false)]
    [InlineData("https://münchen.example/", false)]
    [InlineData("https://acme.аtlassian.net/", false)] // A Cyrillic a.
    public void Only_atlassians_domains_have_sites(string address, bool isSite) => Assert.Equal(isSite, ServiceAddress.IsSite(new Uri(address)));

    [Theory]
    [InlineData("https://evil.example／.atlassian.net/")]
    [InlineData("https://evil.example？.atlassian.net/")]
    [InlineData("https://evil.example＃.atlassian.net/")]
    public void Characters_that_become_separators_are_refused(string pasted)
    {
        Assert.Contains("not a valid URL", Refused(pasted).Message);
        Assert.False(ServiceAddress.IsSite(new Uri(pasted)));
    }

    [Theory]
    [InlineData("https://evil.example\\@acme.atlassian.net/")]
    [InlineData("https://evil.example\\acme.atlassian.net/")]
    public void A_backslash_is_refused(string pasted)
    {
        // Some systems read it as a slash, others reject it.
        var exception = Record.Exception(() => Assert.False(ServiceAddress.IsSite(ServiceAddress.NormalizeSite(pasted))));
        Assert.True(exception is null or InvalidInputException, exception?.ToString());
    }

    [Fact]
    public void An_international_name_is_kept() =>
        Assert.Equal("xn--mnchen-3ya.atlassian.net", ServiceAddress.NormalizeSite("https://MÜNCHEN.atlassian.net/jira").IdnHost);

    [Theory]
    [InlineData("https://acme.atlassian.net/", "https://api.atlassian.com/")]
    [InlineData("https://acme.jira.com/", "https://api.atlassian.com/")]
    [InlineData("https://acme.atlassian-us-gov-mod.net/", "https://api.atlassian-us-gov-mod.com/")]
    [InlineData("http://127.0.0.1:5000/", "http://127.0.0.1:5000/")]
    public void Each_cloud_has_its_gateway(string site, string gateway) => Assert.Equal(gateway, ServiceAddress.Gateway(new Uri(site)).AbsoluteUri);

    private static InvalidInputException Refused(string? pasted)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => ServiceAddress.NormalizeSite(pasted));
        Assert.Equal("Url", refusal.Parameter);
        return refusal;
    }
}
