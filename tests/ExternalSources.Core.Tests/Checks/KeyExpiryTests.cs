using System;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Checks;

public class KeyExpiryTests
{
    private static readonly DateTimeOffset Now = TestClock.Start;

    public static TheoryData<string> AllCultures => Cultures.All;

    [Fact]
    public void A_key_expires_exactly_at_its_date()
    {
        Assert.False(KeyExpiry.IsOver(Now.AddTicks(1), Now));
        Assert.True(KeyExpiry.IsOver(Now, Now));
        Assert.False(KeyExpiry.IsOver(null, Now));
    }

    [Fact]
    public void Only_the_last_thirty_days_are_near()
    {
        Assert.True(KeyExpiry.IsNear(Now.AddDays(30), Now));
        Assert.False(KeyExpiry.IsNear(Now.AddDays(30).AddTicks(1), Now));
        Assert.True(KeyExpiry.IsNear(Now.AddTicks(1), Now));
        Assert.False(KeyExpiry.IsNear(Now, Now));
        Assert.False(KeyExpiry.IsNear(null, Now));
    }

    [Fact]
    public void The_end_of_the_same_day_next_year_is_not_too_far_even_in_a_leap_year()
    {
        Assert.False(
            KeyExpiry.IsTooFar(
                new DateTimeOffset(2028, 7, 1, 23, 59, 59, TimeSpan.FromHours(-10)),
                new DateTimeOffset(2027, 7, 1, 0, 0, 0, TimeSpan.FromHours(-10))
            )
        );
        Assert.False(KeyExpiry.IsTooFar(Now.AddDays(367), Now));
        Assert.True(KeyExpiry.IsTooFar(Now.AddDays(367).AddTicks(1), Now));
        Assert.False(KeyExpiry.IsTooFar(null, Now));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.9, 0)]
    [InlineData(1.0, 1)]
    [InlineData(29.99, 29)]
    [InlineData(-0.1, -1)]
    [InlineData(-5.0, -5)]
    public void Days_left_are_rounded_down(double days, int left) => Assert.Equal(left, KeyExpiry.DaysLeft(Now.AddDays(days), Now));

    [Fact]
    public void An_unknown_date_has_no_days_left() => Assert.Null(KeyExpiry.DaysLeft(null, Now));

    [Fact]
    public void Time_zones_do_not_matter() => Assert.True(KeyExpiry.IsOver(Now.ToOffset(TimeSpan.FromHours(14)), Now.ToOffset(TimeSpan.FromHours(-12))));

    [Theory]
    [InlineData(SourceType.Access, "admin.atlassian.com", "a new key")]
    [InlineData(SourceType.JiraCloud, "id.atlassian.com", "a new API token")]
    public void Each_type_says_where_to_create_a_key(SourceType type, string where, string what)
    {
        var result = KeyExpiry.Check(type, Now.AddDays(10), Now);
        Assert.Equal(CheckOutcome.Warning, result.Outcome);
        Assert.Contains(where, result.Recommendation);
        Assert.Contains(what, result.Recommendation);
        Assert.EndsWith("Set-ExternalSource -ApiKey -ExpiresOn.", result.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, CheckOutcome.Passed, "The key expires on 2027-01-17, in 200 days.")]
    [InlineData(31, CheckOutcome.Passed, "The key expires on 2026-08-01, in 31 days.")]
    [InlineData(30, CheckOutcome.Warning, "The key expires on 2026-07-31, in 30 days.")]
    [InlineData(1, CheckOutcome.Warning, "The key expires on 2026-07-02, in 1 day.")]
    [InlineData(0, CheckOutcome.Failed, "expired on 2026-07-01")]
    [InlineData(-10, CheckOutcome.Failed, "expired on 2026-06-21")]
    [InlineData(400, CheckOutcome.Warning, "2027-08-05, is more than a year away")]
    public void The_check_depends_on_the_date(int days, CheckOutcome outcome, string words)
    {
        var result = KeyExpiry.Check(SourceType.Access, Now.AddDays(days), Now);
        Assert.Equal(outcome, result.Outcome);
        Assert.Contains(words, result.Detail);
        Assert.Equal(outcome != CheckOutcome.Passed, result.Recommendation is not null);
    }

    [Fact]
    public void An_unknown_date_is_a_warning()
    {
        var result = KeyExpiry.Check(SourceType.JiraCloud, null, Now);
        Assert.Equal(CheckOutcome.Warning, result.Outcome);
        Assert.Contains("-ExpiresOn", result.Recommendation);
    }

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void Dates_are_the_same_in_every_culture(string culture)
    {
        var (detail, reason) = Cultures.In(culture, () => (KeyExpiry.Check(SourceType.Access, Now.AddDays(200), Now).Detail, KeyExpiry.OverReason(Now)));
        Assert.Equal("The key expires on 2027-01-17, in 200 days.", detail);
        Assert.Equal("The key expired on 2026-07-01.", reason);
    }
}
