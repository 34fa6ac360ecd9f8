using System;
using System.Net;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

public class ApiKeyTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\r\n")]
    [InlineData("\t")]
    public void Surrounding_spaces_are_removed(string blanks)
    {
        using var key = new ApiKey(Canary.Secure(blanks + Canary.Key + blanks));
        Assert.Equal(Canary.Key, key.Reveal());
        Assert.Equal(Canary.Key, new NetworkCredential(string.Empty, key.ToSecureString()).Password);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    public void An_empty_key_is_refused(string text) => Assert.Contains("empty", Refused(text).Message);

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\u0000")]
    [InlineData("\u007f")]
    [InlineData("\u00a0")]
    [InlineData("é")]
    [InlineData("\u200b")]
    public void An_invalid_key_is_refused_and_not_shown(string inside) =>
        Assert.Contains("no Atlassian key has", Refused(Canary.Key + inside + Canary.Key).Message);

    [Fact]
    public void The_original_may_be_disposed()
    {
        var original = Canary.Secure(Canary.Key);
        using var key = new ApiKey(original);
        original.Dispose();
        Assert.Equal(Canary.Key, key.Reveal());
    }

    [Fact]
    public void After_disposal_the_key_is_gone()
    {
        var key = Canary.ApiKey;
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(key.Reveal);
    }

    [Fact]
    public void Its_text_does_not_contain_the_key() => Canary.AssertAbsent(Canary.ApiKey.ToString() + $"{Canary.ApiKey}");

    private static InvalidInputException Refused(string text)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => new ApiKey(Canary.Secure(text)));
        Assert.Equal("ApiKey", refusal.Parameter);
        Canary.AssertAbsent(refusal);
        return refusal;
    }
}
