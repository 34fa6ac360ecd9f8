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
    public void A_name_is_taken_as_it_is_but_for_the_blanks_around_it(string given, string taken) => Assert.Equal(taken, SourceName.Validate(given));

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
    public void Invisible_characters_within_are_refused_and_not_repeated(string given)
    {
        var refusal = Refused(given);
        Assert.DoesNotContain(given, refusal.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_four_characters_are_the_most()
    {
        Assert.Equal(64, SourceName.Validate(new string('a', 64)).Length);
        Assert.Contains("65 characters; 64", Refused(new string('a', 65)).Message);
    }

    private static InvalidInputException Refused(string? name)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => SourceName.Validate(name));
        Assert.Equal("Name", refusal.Parameter);
        Assert.NotEmpty(refusal.Recommendation);
        return refusal;
    }
}
