using System;
using ExternalSources.Core.Connectors.Organization;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.Organization;

/// <summary>The service does not mark the key of the request, so only a single match counts.</summary>
public class KeyMatchTests
{
    private static readonly DateTimeOffset Now = TestClock.Start;

    public static TheoryData<string> AllCultures => Cultures.All;

    [Fact]
    public void The_only_key_needs_a_sign()
    {
        Assert.Null(Match("acme", null, Key("other", 10)));
        Assert.Equal(10, Match("other", null, Key("other", 10)));
        Assert.Equal(10, Match("acme", 10, Key("other", 10)));
        Assert.Null(Match("acme", 12, Key("other", 10)));
    }

    [Fact]
    public void Without_any_key_there_is_no_match() => Assert.Null(Match("acme", null));

    [Fact]
    public void Keys_that_this_key_cannot_be_do_not_match() =>
        Assert.Equal(10, Match("a", null, Key("a", -1), Key("a", 0), Key("a", 50, usedDaysAgo: 1.01), Key("a", 60, usedDaysAgo: null), Key("a", 10)));

    [Fact]
    public void A_key_without_label_or_date_matches_by_the_other()
    {
        Assert.Equal(10, Match("acme", 10, new ApiKeyEntry(null, Now.AddDays(10), Now)));
        Assert.Null(OrganizationKeyExpiryReader.Find([Key("acme", 10), new ApiKeyEntry("other", null, Now)], "third", null, Now));
        Assert.Null(OrganizationKeyExpiryReader.Find([new ApiKeyEntry("acme", null, Now)], "acme", null, Now)!.ExpiresOn);
    }

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void The_key_with_the_sources_name_matches_in_any_case(string culture) =>
        Assert.Equal(20, Cultures.In(culture, () => Match("initech", null, Key("other", 10), Key("INITECH", 20))));

    [Fact]
    public void A_date_and_a_name_of_different_keys_are_no_match() => Assert.Null(Match("acme", 10, Key("other", 10), Key("acme", 20)));

    [Fact]
    public void The_date_distinguishes_two_keys_of_the_same_name() => Assert.Equal(20, Match("acme", 20, Key("acme", 10), Key("acme", 20)));

    [Theory]
    [InlineData(-1.0, true)]
    [InlineData(1.0, true)]
    [InlineData(-1.01, false)]
    [InlineData(1.01, false)]
    public void A_date_matches_within_the_days_that_time_zones_make_of_it(double off, bool matches) =>
        Assert.Equal(matches ? 20 : null, Match("acme", 20 + off, Key("one", 100), Key("two", 20)));

    [Fact]
    public void A_date_that_no_key_has_is_wrong() => Assert.Equal(20, Match("acme", 50, Key("other", 10), Key("acme", 20)));

    [Fact]
    public void Two_keys_of_the_same_date_are_no_match() => Assert.Null(Match("acme", 20, Key("one", 20), Key("two", 20), Key("three", 90)));

    [Fact]
    public void Several_keys_without_a_name_or_date_are_no_match() => Assert.Null(Match("acme", null, Key("one", 10), Key("two", 20)));

    private static ApiKeyEntry Key(string name, int days, double? usedDaysAgo = 0) =>
        new(name, Now.AddDays(days), usedDaysAgo is { } ago ? Now.AddDays(-ago) : null);

    private static int? Match(string name, double? givenDays, params ApiKeyEntry[] keys) =>
        OrganizationKeyExpiryReader.Find(keys, name, givenDays is { } days ? Now.AddDays(days) : null, Now)?.ExpiresOn is { } date
            ? (int)(date - Now).TotalDays
            : null;
}
