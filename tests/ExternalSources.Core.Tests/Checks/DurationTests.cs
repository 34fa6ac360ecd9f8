using System;
using ExternalSources.Core.Common;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Checks;

public class DurationTests
{
    [Theory]
    [InlineData(0.001, "1 second")]
    [InlineData(1, "1 second")]
    [InlineData(1.2, "2 seconds")]
    [InlineData(89, "89 seconds")]
    [InlineData(90, "2 minutes")]
    [InlineData(3600, "60 minutes")]
    [InlineData(5400, "2 hours")]
    [InlineData(86400, "24 hours")]
    public void A_duration_has_a_suitable_unit_and_is_rounded_up(double seconds, string words) =>
        Assert.Equal(words, Cultures.In("ar-SA", () => Invariant.Duration(TimeSpan.FromSeconds(seconds))));

    [Fact]
    public void Moments_are_in_utc() =>
        Assert.Equal("2026-06-30 22:30 UTC", Cultures.In("ar-SA", () => Invariant.Moment(new DateTimeOffset(2026, 7, 1, 0, 30, 0, TimeSpan.FromHours(2)))));
}
