using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Actions on users whose records the site cannot read.</summary>
public sealed class UnreadableUserTests
{
    [Fact]
    public async Task A_user_whose_record_the_site_cannot_read_is_not_treated_as_deleted()
    {
        await using var world = await RunWorld.StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/user/bulk")
            .RespondWith(
                200,
                "{\"startAt\":0,\"maxResults\":200,\"total\":1,\"isLast\":true,\"values\":[{\"accountId\":\"unknown\","
                    + "\"accountType\":\"unknown\",\"displayName\":\"?\",\"active\":false}]}"
            );
        var result = world.Run("Remove-ExternalUser acme-jira -User $ids -Force", ("ids", RunWorld.Ids(world.Plain(1))));
        Assert.Contains("cannot read the record", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Equal(ActionOutcome.Failed, Assert.Single(result.OutputOf<ExternalActionResult>()).Outcome);
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("acme", "/admin/**/users/search", """{"data":[null],"links":{}}""", "Disable-ExternalUser")]
    [InlineData("acme-jira", "/rest/api/3/user/search", "[null]", "Remove-ExternalUser")]
    public async Task A_user_whose_record_cannot_be_read_is_not_called_missing(string source, string path, string body, string command)
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.On(path).RespondWith(200, body);
        var result = world.Run($"{command} {source} -User $user -IncludeAdministrators -Force", ("user", world.Plain(1)[0].Email));
        Assert.Contains("cannot read the record", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Equal(ActionOutcome.Failed, Assert.Single(result.OutputOf<ExternalActionResult>()).Outcome);
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task A_user_whose_record_cannot_be_read_back_is_not_removed()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Simulator.Faults.OnAny().Where(request => request.Method == "DELETE").Respond(503);
        world.Simulator.Faults.On("/admin/**/users/search").After(1).RespondWith(200, """{"data":[null],"links":{}}""");
        var row = Assert.Single(
            world
                .Run(
                    "Remove-ExternalUser acme -User $id -FromDirectory -Directory $directory -IncludeAdministrators -Force",
                    ("id", person.AccountId),
                    ("directory", world.State.Organizations[0].Directories[0].Name)
                )
                .OutputOf<ExternalActionResult>()
        );
        Assert.Equal(ActionOutcome.Failed, row.Outcome);
        Assert.Contains("unknown", row.Detail, StringComparison.Ordinal);
        Assert.True(world.State.Organizations[0].IsInDirectory(person.Index, 0));
        // Neither does a resumed run call it removed.
        Assert.Equal(
            ActionOutcome.Failed,
            Assert.Single(world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>()).Outcome
        );
    }

    [Fact]
    public async Task A_site_that_cannot_read_any_record_ends_its_run()
    {
        await using var world = await RunWorld.StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/user/bulk")
            .RespondWith(
                200,
                "{\"startAt\":0,\"maxResults\":200,\"total\":2,\"isLast\":true,\"values\":[{\"accountId\":\"unknown\"},{\"accountId\":\"unknown\"}]}"
            );
        // With a limit, one request reads both users.
        var result = world.Run("Remove-ExternalUser acme-jira -User $ids -Force -MaxTargets 5", ("ids", RunWorld.Ids(world.Plain(2))));
        Assert.Contains(result.AllErrors, error => error.FullyQualifiedErrorId.StartsWith("IncompleteList,", StringComparison.Ordinal));
        Assert.All(result.OutputOf<ExternalActionResult>(), row => Assert.Equal(SkipReason.NotAttempted, row.Reason));
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task One_unreadable_record_does_not_stop_the_other_users()
    {
        await using var world = await RunWorld.StartAsync();
        var ids = RunWorld.Ids(world.Plain(3));
        // The service returns the damaged record without an id, with or without the others.
        foreach (var (alone, others) in new[] { (true, Array.Empty<string>()), (false, ids[1..]) })
        {
            string[] values =
            [
                """{"accountId":"unknown"}""",
                .. others.Select(id => $$"""{"accountId":"{{id}}","accountType":"atlassian","displayName":"x","active":true}"""),
            ];
            world
                .Simulator.Faults.On("/rest/api/3/user/bulk")
                .Where(request => request.Query["accountId"].Contains(ids[0]) && request.Query["accountId"].Count == 1 == alone)
                .RespondWith(200, $$"""{"total":{{values.Length}},"isLast":true,"values":[{{string.Join(",", values)}}]}""");
        }

        var rows = world.Run("Remove-ExternalUser acme-jira -User $ids -Force -MaxTargets 5", ("ids", ids)).OutputOf<ExternalActionResult>();
        Assert.Contains("cannot read the record", rows.Single(row => row.AccountId == ids[0]).Detail, StringComparison.Ordinal);
        Assert.Equal(2, rows.Count(row => row.Outcome == ActionOutcome.Succeeded));
        // A resume that reads only this user does not treat it as deleted, either.
        var again = Assert.Single(world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>());
        Assert.Equal((ids[0], ActionOutcome.Failed), (again.AccountId, again.Outcome));
        Assert.Equal((2, 1, 0), (world.CheckedLast().Succeeded, world.Last().Failed, world.Last().Pending));
    }
}
