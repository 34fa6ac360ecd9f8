using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

public class SourceNameTests
{
    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("  acme prod\t", "acme prod")]
    [InlineData("Größe 東京 #1 (a/b)", "Größe 東京 #1 (a/b)")]
    public void Only_surrounding_spaces_are_removed_from_a_name(string given, string taken) => Assert.Equal(taken, SourceName.Validate(given));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    public void An_empty_name_is_refused(string? given) => Assert.Contains("empty", Refused(given).Message);

    [Theory]
    [InlineData("acme*")]
    [InlineData("acme?")]
    [InlineData("[acme")]
    [InlineData("acme]")]
    [InlineData("ac`me")]
    public void A_wildcard_is_refused_by_name(string given) => Assert.Contains("wildcard", Refused(given).Message);

    [Theory]
    [InlineData("ac\tme")]
    [InlineData("ac\u0000me")]
    [InlineData("ac\u001b[31mme")]
    [InlineData("ac\u0085me")]
    public void Invisible_characters_are_refused_and_not_shown(string given)
    {
        var refusal = Refused(given);
        Assert.DoesNotContain(given, refusal.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_64_characters_are_allowed()
    {
        Assert.Equal(64, SourceName.Validate(new string('a', 64)).Length);
        Assert.Contains("65 characters, but only 64", Refused(new string('a', 65)).Message);
    }

    private static InvalidInputException Refused(string? name)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => SourceName.Validate(name));
        Assert.Equal("Name", refusal.Parameter);
        Assert.NotEmpty(refusal.Recommendation);
        return refusal;
    }
}
