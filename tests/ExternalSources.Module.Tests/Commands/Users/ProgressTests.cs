using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>The progress of a list: its total, its end, and the waits for rate limits.</summary>
public sealed class ProgressTests
{
    [Theory]
    [InlineData("acme", "/admin/**/users/search")]
    [InlineData("acme-jira", "/rest/api/3/users/search")]
    public async Task A_rate_limit_is_awaited_and_shown_as_progress(string source, string path)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(path).Nth(2).Respond(429, retryAfter: TimeSpan.FromSeconds(17));
        var result = world.Ok($"Get-ExternalUser {source}");
        Assert.Contains(result.Progress, record =>
            record.StatusDescription.Contains($"{source} asks to wait for ", StringComparison.Ordinal) && record.SecondsRemaining >= 17
        );
    }

    [Fact]
    public async Task A_rate_limit_of_the_activity_requests_is_shown_as_progress()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/search").Nth(2).Respond(429, retryAfter: TimeSpan.FromSeconds(17));
        var result = world.Ok("Get-ExternalUser acme-jira -InactiveFor 0");
        Assert.Contains(result.Progress, record =>
            record.StatusDescription.Contains("acme asks to wait for ", StringComparison.Ordinal) && record.SecondsRemaining >= 17
        );
    }

    [Fact]
    public async Task The_progress_of_an_organization_shows_the_total()
    {
        await using var world = await StartAsync();
        // A slow second page leaves time for the count and for another progress record.
        world.Simulator.Faults.On("/admin/**/users/search").After(1).Do(() => world.Shell.Clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Contains(world.Ok($"Get-ExternalUser acme {All}").Progress, record =>
            record.StatusDescription.EndsWith(" of 303 read", StringComparison.Ordinal) && record.PercentComplete is > 0 and <= 100
        );
    }

    [Fact]
    public async Task The_progress_of_a_group_shows_the_total()
    {
        await using var world = await StartAsync();
        var groups = world.Simulator.State.Groups;
        var members = groups.MemberCount(groups.FindByName("all-employees")!.Index, MemberView.Site);
        Assert.Contains(world.Ok("Get-ExternalGroupMember acme-jira all-employees").Progress, record =>
            record.StatusDescription.EndsWith($" of {members} read", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Progress_counts_against_the_total_and_is_completed()
    {
        await using var world = await StartAsync();
        foreach (
            var script in new[]
            {
                "Get-ExternalUser",
                "Get-ExternalUser acme",
                "Get-ExternalGroupMember acme-jira all-employees",
                "Get-ExternalGroup",
                "Get-ExternalDirectory",
            }
        )
        {
            var progress = world.Run(script).Progress;
            Assert.Equal(System.Management.Automation.ProgressRecordType.Completed, progress[^1].RecordType);
            Assert.Single(progress.Select(record => record.ActivityId).Distinct());
            Assert.All(progress, record => Assert.StartsWith("Reading ", record.Activity, StringComparison.Ordinal));
        }
    }
}
