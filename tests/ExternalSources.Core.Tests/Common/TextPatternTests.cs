using System;
using ExternalSources.Core.Common;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Common;

public sealed class TextPatternTests
{
    [Theory]
    [InlineData("dana", "dana", true)]
    [InlineData("dana", "DANA", true)]
    [InlineData(" dana ", "dana", true)]
    [InlineData("dana", "dana1", false)]
    [InlineData("dana", "xdana", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "a\nb", true)]
    [InlineData("d*a", "dana", true)]
    [InlineData("d*a", "DANA", true)]
    [InlineData("d*a", "danab", false)]
    [InlineData("d?na", "dana", true)]
    [InlineData("d?na", "dna", false)]
    [InlineData("d[ae]na", "dena", true)]
    [InlineData("d[ae]na", "dina", false)]
    [InlineData("d[a-e]na", "dbna", true)]
    [InlineData("d[a-e]na", "DBNA", true)]
    [InlineData("d[a-e]na", "dfna", false)]
    [InlineData("[^a]", "^", true)]
    [InlineData("[^a]", "b", false)]
    [InlineData("[\\d]", "7", false)]
    [InlineData("[\\d]", "d", true)]
    [InlineData("[a-c-[b]]", "b]", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("a.c*", "abc", false)]
    [InlineData("*(x)+$", "a(x)+$", true)]
    [InlineData("team [x", "team [x", true)]
    [InlineData("team []*", "team [] a", true)]
    [InlineData("*@acme.example", "dana@acme.example", true)]
    [InlineData("*@acme.example", "dana@acmeXexample", false)]
    [InlineData("Ørsted*", "ØRSTED & Søn", true)]
    [InlineData("山田*", "山田太郎", true)]
    [InlineData("istanbul*", "ISTANBUL", true)]
    public void A_pattern_matches_the_whole_text_in_any_case(string pattern, string text, bool expected)
    {
        foreach (var culture in Cultures.All)
        {
            Assert.Equal(expected, Cultures.In(culture.Data, () => new TextPattern(pattern).Matches(text)));
        }
    }

    [Theory]
    [InlineData("José")]
    [InlineData("José*")]
    [InlineData("J*sé")]
    [InlineData("Jos[é]")]
    [InlineData("Jos?")]
    public void An_accent_may_be_composed_or_combining(string pattern)
    {
        foreach (var form in new[] { System.Text.NormalizationForm.FormC, System.Text.NormalizationForm.FormD })
        {
            var given = new TextPattern(pattern.Normalize(form));
            Assert.True(given.Matches("José"));
            Assert.True(given.Matches("José".Normalize(System.Text.NormalizationForm.FormD)));
            Assert.False(given.Matches("Josef"));
        }
    }

    [Fact]
    public void An_exact_name_has_both_spellings()
    {
        Assert.Equal(["dana"], new TextPattern("dana").Spellings);
        Assert.Equal(["Zo\u00EB", "Zoe\u0308"], new TextPattern("Zoe\u0308").Spellings);
        Assert.Equal("Zo\u00EB", TextPattern.Literal("Zoe\u0308").Text);
    }

    [Fact]
    public void A_lone_surrogate_matches_only_itself()
    {
        Assert.True(new TextPattern("a\uD800").Matches("A\uD800"));
        Assert.False(new TextPattern("a").Matches("a\uD800"));
    }

    [Fact]
    public void Users_are_found_by_either_spelling()
    {
        var user = new ExternalUser
        {
            Source = "acme",
            AccountId = "1",
            Name = "Zoe\u0308",
            Status = "Active",
            AccountType = "Person",
        };
        foreach (var name in new[] { "Zo\u00EB", "Zoe\u0308", "zo\u00CB", "Z*\u00EB" })
        {
            Assert.True(new UserMatcher(new UserFilter { Names = [new TextPattern(name)] }).Matches(user));
            Assert.True(new UserMatcher(new UserFilter { Users = [new TextPattern(name)] }).Matches(user));
        }
    }

    [Theory]
    [InlineData("team `[x`]", "team [x]", true)]
    [InlineData("team `[x`]", "team x", false)]
    [InlineData("`*", "*", true)]
    [InlineData("`*", "a", false)]
    [InlineData("a`?", "a?", true)]
    [InlineData("a`?", "ab", false)]
    [InlineData("`[*`]", "[sales]", true)]
    public void A_backtick_escapes_a_wildcard_as_in_PowerShell(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new TextPattern(pattern).Matches(text));

    [Theory]
    [InlineData("[z-a]*")]
    [InlineData("team [9-1]")]
    public void A_reversed_range_is_an_error(string pattern) =>
        Assert.Contains(pattern, Assert.Throws<InvalidInputException>(() => new TextPattern(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_pattern_matches_null()
    {
        Assert.False(new TextPattern("*").Matches(null));
        Assert.False(new TextPattern("dana").Matches(null));
    }

    [Theory]
    [InlineData("dana", true)]
    [InlineData("dana@acme.example", true)]
    [InlineData("da*", false)]
    [InlineData("da?", false)]
    [InlineData("da[", true)]
    [InlineData("da`*", true)]
    public void A_text_without_wildcards_is_exact(string text, bool exact) => Assert.Equal(exact, new TextPattern(text).IsExact);
}
