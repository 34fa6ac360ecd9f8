using System;
using System.Threading.Tasks;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Lists that wait for a rate limit.</summary>
public sealed class RateLimitWaitTests
{
    [Theory]
    [InlineData("acme", OrganizationSearch)]
    [InlineData("acme-jira", SiteSearch)]
    public async Task A_rate_limit_within_a_list_is_awaited(string source, string path)
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On(path).Nth(4).Respond(429, retryAfter: TimeSpan.FromSeconds(17));
        var before = world.Shell.Clock.UtcNow;
        AssertEverybody(world, world.Ok($"Get-ExternalUser {source} {All}"));
        Assert.Equal(1, fault.Applied);
        Assert.True(world.Shell.Clock.UtcNow - before >= TimeSpan.FromSeconds(17));
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(300, 3)]
    public async Task Rate_limits_within_ten_minutes_are_awaited(int seconds, int times)
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On(SiteSearch).After(3).Times(times).Respond(429, retryAfter: TimeSpan.FromSeconds(seconds));
        AssertEverybody(world, world.Ok($"Get-ExternalUser acme-jira {All} -ThrottleLimit 1"));
        Assert.Equal(times, fault.Applied);
    }

    [Theory]
    [InlineData(3600, 1)]
    [InlineData(200, 5)]
    public async Task A_rate_limit_of_more_than_ten_minutes_is_an_error(int seconds, int times)
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On(SiteSearch).After(3).Respond(429, retryAfter: TimeSpan.FromSeconds(seconds));
        AssertIncomplete(world.Run($"Get-ExternalUser acme-jira {All} -ThrottleLimit 1"), "acme-jira", "broke off after");
        Assert.Equal(times, fault.Applied);
    }
}
