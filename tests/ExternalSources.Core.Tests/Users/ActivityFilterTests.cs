using System;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Users;

public sealed class ActivityFilterTests
{
    private static readonly DateTimeOffset Limit = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ActivityFilter Before = new() { Before = Limit };

    private static readonly ActivityFilter After = new() { After = Limit };

    private static readonly ActivityFilter Inactive = new() { InactiveSince = Limit };

    private static readonly ActivityFilter Never = new() { OnlyNever = true };

    [Fact]
    public void Unknown_activity_does_not_mean_never()
    {
        var unknown = User(null) with { ActivityKnown = false };
        foreach (var filter in new[] { Before, After, Inactive, Never })
        {
            Assert.Null(filter.Matches(unknown, []));
        }
    }

    [Theory]
    [InlineData(-1, null, null, null, false)]
    [InlineData(1, false, false, true, false)]
    public void A_date_that_may_not_be_the_last_is_a_lower_limit(int days, bool? before, bool? inactive, bool? after, bool? never)
    {
        var user = User(Limit.AddDays(days)) with { ActivityKnown = false };
        Assert.Equal(before, Before.Matches(user, []));
        Assert.Equal(inactive, Inactive.Matches(user, []));
        Assert.Equal(after, After.Matches(user, []));
        Assert.Equal(never, Never.Matches(user, []));
        Assert.Equal(days < 5 ? null : false, new ActivityFilter { After = Limit.AddDays(-9), Before = Limit.AddDays(5) }.Matches(user, []));
    }

    [Theory]
    [InlineData(-1, true, false)]
    [InlineData(0, false, true)]
    [InlineData(1, false, true)]
    public void A_date_is_either_before_or_after(int days, bool before, bool after)
    {
        var user = User(Limit.AddDays(days));
        Assert.Equal(before, Before.Matches(user, []));
        Assert.Equal(before, Inactive.Matches(user, []));
        Assert.Equal(after, After.Matches(user, []));
        Assert.False(Never.Matches(user, []));
    }

    [Fact]
    public void A_user_who_was_never_active_has_no_date_to_compare()
    {
        Assert.False(Before.Matches(User(null), []));
        Assert.False(After.Matches(User(null), []));
        Assert.True(Never.Matches(User(null), []));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void A_user_who_was_never_active_is_inactive_only_if_added_before(int addedDays, bool inactive) =>
        Assert.Equal(inactive, Inactive.Matches(User(null) with { AddedToOrganization = Limit.AddDays(addedDays) }, []));

    [Fact]
    public void Inactivity_is_unknown_if_the_date_of_addition_is_unknown() => Assert.Null(Inactive.Matches(User(null), []));

    [Fact]
    public void Both_dates_make_a_span()
    {
        var span = new ActivityFilter { After = Limit.AddDays(-10), Before = Limit };
        Assert.True(span.Matches(User(Limit.AddDays(-10)), []));
        Assert.False(span.Matches(User(Limit.AddDays(-11)), []));
        Assert.False(span.Matches(User(Limit), []));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void All_conditions_must_hold(int addedDays, bool wasThere)
    {
        var never = User(null) with { AddedToOrganization = Limit.AddDays(addedDays) };
        Assert.Equal(wasThere, (Inactive with { OnlyNever = true }).Matches(never, []));
        Assert.False((Never with { Before = Limit }).Matches(never, []));
        Assert.False((Never with { After = Limit }).Matches(never, []));
        Assert.False((Inactive with { Before = Limit }).Matches(never, []));
        Assert.False((Inactive with { After = Limit.AddDays(-9) }).Matches(never, []));

        var longAgo = User(Limit.AddDays(-5));
        Assert.True((Inactive with { After = Limit.AddDays(-9) }).Matches(longAgo, []));
        Assert.False((Inactive with { After = Limit.AddDays(-3) }).Matches(longAgo, []));
        Assert.False((Inactive with { Before = Limit.AddDays(-9) }).Matches(longAgo, []));
        Assert.False((Inactive with { OnlyNever = true }).Matches(longAgo, []));
    }

    [Fact]
    public void With_applications_only_their_activity_counts()
    {
        var user = User(Limit.AddDays(5)) with
        {
            Activity =
            [
                new() { Application = "jira-software", LastActive = Limit.AddDays(-5) },
                new() { Application = "confluence", LastActive = Limit.AddDays(5) },
                new() { Application = "jira-servicedesk" },
            ],
        };
        Assert.True(Before.Matches(user, ["JIRA-software"]));
        Assert.False(Before.Matches(user, ["jira-software", "confluence"]));
        Assert.False(Before.Matches(user, []));
        Assert.True(Never.Matches(user, ["jira-servicedesk"]));
        Assert.True(Never.Matches(user, ["jira-product-discovery"]));
        Assert.False(Never.Matches(user, ["jira-servicedesk", "confluence"]));
        Assert.True(Inactive.Matches(user, ["jira-servicedesk"]));
    }

    private static ExternalUser User(DateTimeOffset? lastActive) =>
        new()
        {
            Source = "acme",
            AccountId = "1",
            Name = "Dana",
            Status = "Active",
            AccountType = "Person",
            ActivityKnown = true,
            LastActive = lastActive,
        };
}
