using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

public class AdminApiAddressTests
{
    [Theory]
    [InlineData(null, "https://api.atlassian.com/")]
    [InlineData(" ", "https://api.atlassian.com/")]
    [InlineData("https://api.atlassian.com", "https://api.atlassian.com/")]
    [InlineData("API.ATLASSIAN.COM/admin/v1/orgs", "https://api.atlassian.com/")]
    [InlineData("https://api.atlassian-us-gov-mod.com/admin", "https://api.atlassian-us-gov-mod.com/")]
    [InlineData("http://127.0.0.1:5000/admin", "http://127.0.0.1:5000/")]
    public void The_admin_api_is_the_default_and_its_addresses_are_accepted(string? given, string address) =>
        Assert.Equal(address, ServiceAddress.NormalizeAdminApi(given).AbsoluteUri);

    [Theory]
    [InlineData("https://acme.atlassian.net")]
    [InlineData("https://admin.atlassian.com")]
    [InlineData("https://api.atlassian.com.evil.example")]
    [InlineData("https://api.atlassian.com:8443")]
    public void Other_addresses_are_refused(string given)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => ServiceAddress.NormalizeAdminApi(given));
        Assert.Equal("Url", refusal.Parameter);
        Assert.Contains("is not the address of Atlassian's admin API", refusal.Message);
        Assert.Contains("Leave -Url out", refusal.Recommendation);
    }

    [Fact]
    public void An_address_without_encryption_is_refused() =>
        Assert.Contains("https", Assert.Throws<InvalidInputException>(() => ServiceAddress.NormalizeAdminApi("http://api.atlassian.com")).Recommendation);
}
