using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Records that a site cannot read.</summary>
public sealed class UnreadableRecordTests
{
    [Theory]
    [InlineData("'acme-jira' cannot read 1 record.", 0)]
    [InlineData("'acme-jira' cannot read 1 record.", 19)]
    [InlineData("'acme-jira' cannot read 4 records.", 35, 36, 37, 38)]
    public async Task Unreadable_records_are_skipped_with_one_warning(string says, params int[] gaps)
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        foreach (var start in Enumerable.Range(0, 40).Where(start => gaps.Any(gap => gap >= start && gap < start + 20)))
        {
            var rows = Enumerable
                .Range(start, 20)
                .Select(index =>
                    gaps.Contains(index)
                        ? """{"accountId":"unknown","accountType":"unknown","displayName":"unknown","active":false}"""
                        : $$"""{"accountId":"{{people[index].AccountId}}","accountType":"atlassian","displayName":"x","active":true}"""
                );
            world
                .Simulator.Faults.On(SiteSearch)
                .WhereQuery("startAt", start.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .RespondWith(200, "[" + string.Join(",", rows) + "]");
        }

        var result = world.Ok($"Get-ExternalUser acme-jira {All}");
        Assert.Contains(says, Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, 300).Except(gaps).Select(index => people[index].AccountId).Order(StringComparer.Ordinal),
            Ids(result).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Unreadable_members_are_a_warning_and_an_error_for_NotInGroup_and_Sync()
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/group/member")
            .Where(request => request.Query["startAt"] != "0")
            .RespondWith(200, """{"total":2,"isLast":true,"values":[]}""");
        world
            .Simulator.Faults.On("/rest/api/3/group/member")
            .WhereQuery("startAt", "0")
            .RespondWith(200, $$"""{"total":2,"isLast":true,"values":[{"accountId":"{{world.Humans[3].AccountId}}"},{"accountId":"unknown"}]}""");
        var result = world.Ok("Get-ExternalGroupMember acme-jira contractors");
        Assert.Equal([world.Humans[3].AccountId], Ids(result));
        Assert.Contains("1 record", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        foreach (
            var script in new[] { "Get-ExternalUser acme-jira -NotInGroup contractors", "$id | Sync-ExternalGroupMember contractors -Source acme-jira -WhatIf" }
        )
        {
            var error = Assert.Single(world.Run(script, ("id", world.Humans[3].AccountId)).AllErrors);
            Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_without_a_readable_record_is_an_error()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(SiteSearch).RespondWith(200, "[" + string.Join(",", Enumerable.Repeat("{\"accountId\":\"unknown\"}", 20)) + "]");
        AssertIncomplete(world.Run("Get-ExternalUser acme-jira"), "acme-jira", "could not read");
        world.Simulator.Faults.On("/rest/api/3/user").RespondWith(200, "{\"accountId\":\"unknown\",\"groups\":{\"size\":0,\"items\":[]}}");
        var named = world.Run("Get-ExternalUser acme-jira -AccountId $id -Include Groups", ("id", world.Humans[3].AccountId));
        AssertIncomplete(named, "acme-jira", "The groups and applications of ");
    }

    [Fact]
    public async Task A_user_whose_record_is_unreadable_is_not_reported_as_missing()
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/user/bulk")
            .RespondWith(
                200,
                """{"total":1,"isLast":true,"values":[{"accountId":"unknown","accountType":"unknown","displayName":"unknown","active":false}]}"""
            );
        var result = world.Run("Get-ExternalUser -Source acme-jira -AccountId $id", ("id", world.Humans[3].AccountId));
        Assert.Empty(result.AllErrors);
        Assert.Contains(result.Warnings, warning =>
            warning.Message.Contains("not found, but may be in a source that could not be read", StringComparison.Ordinal)
        );
    }
}
