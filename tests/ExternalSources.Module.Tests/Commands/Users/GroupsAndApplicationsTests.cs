using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Users;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>The groups and applications of users.</summary>
public sealed class GroupsAndApplicationsTests
{
    [Fact]
    public async Task A_user_with_unknown_groups_has_no_list_of_applications()
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On(OrganizationSearch)
            .RespondWith(
                200,
                """
                {"data":[{"accountId":"1","accountType":"atlassian","status":"suspended","name":"Dana","productAccess":[]},
                 {"accountId":"2","accountType":"atlassian","status":"active","name":"y","groups":[],"productAccess":[]}]}
                """
            );
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":2}");
        // A command that stops at the first user writes the warning, too.
        foreach (
            var script in new[]
            {
                "Get-ExternalUser acme -Include Applications",
                "Get-ExternalUser acme -Include Applications -First 1",
                "foreach ($once in 1) { Get-ExternalUser acme -Include Applications | ForEach-Object { $_; break } }",
            }
        )
        {
            var result = world.Ok(script);
            Assert.Null(result.OutputOf<ExternalUser>()[0].Applications);
            Assert.Contains("the groups of Dana (1)", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_applications_of_a_group_that_the_organization_does_not_return_are_unknown()
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On("/admin/**/groups/search").RespondWith(200, """{"data":[]}""");
        var result = world.Ok("Get-ExternalUser acme -Include Applications");
        Assert.NotEmpty(result.Output);
        Assert.Matches("does not return the groups of .+, so the Applications of users may be incomplete", Assert.Single(result.Warnings).Message);
        // Each group is read once.
        Assert.InRange(fault.Applied, 1, 20);
    }

    [Fact]
    public async Task Truncated_groups_are_read_again_and_truncated_applications_are_an_error()
    {
        await using var world = await StartAsync();
        var person = world.Humans[3];
        var cut = world
            .Simulator.Faults.On("/rest/api/3/user")
            .RespondWith(200, $$$"""{"accountId":"{{{person.AccountId}}}","groups":{"size":99,"items":[{"groupId":"x","name":"x"}],"max-results":1}}""");
        var user = Assert.Single(world.Ok("Get-ExternalUser acme-jira -AccountId $id -Include Groups", ("id", person.AccountId)).OutputOf<ExternalUser>());
        Assert.Equal(1, cut.Applied);
        Assert.Equal(
            world.Simulator.State.Groups.GroupsOf(person.Index).Where(group => group.Directory == 0).Select(group => (group.Id, (string?)group.Name)).Order(),
            user.Groups!.Select(group => (group.Id, group.Name)).Order()
        );

        await using var other = await StartAsync();
        other
            .Simulator.Faults.On("/rest/api/3/user")
            .RespondWith(200, $$$"""{"accountId":"{{{person.AccountId}}}","applicationRoles":{"size":3,"items":[{"key":"jira-software"}]}}""");
        AssertIncomplete(
            other.Run("Get-ExternalUser acme-jira -AccountId $id -Include Applications", ("id", person.AccountId)),
            "acme-jira",
            "counts 3 applications, but returns 1"
        );
    }

    [Theory]
    [InlineData("Get-ExternalUser acme-jira -Application jira-software")]
    [InlineData("Get-ExternalGroup acme-jira -Application jira-software")]
    public async Task An_application_whose_groups_have_no_ids_is_an_error(string script)
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/applicationrole")
            .RespondWith(
                200,
                "[{\"key\":\"jira-software\",\"groups\":[\"jira-software-users\"]},{\"key\":\"jira-servicedesk\",\"groups\":[],\"groupDetails\":[]}]"
            );
        var result = world.Run(script);
        Assert.Empty(result.Output);
        Assert.Contains(
            "who has the application 'jira-software', because 'acme-jira' does not return the ids of 1 group",
            Assert.Single(result.AllErrors).ErrorDetails.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Groups_of_a_user_that_cannot_be_read_are_an_error()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/rest/api/3/user").Nth(5).Respond(403);
        var result = world.Run("Get-ExternalUser acme-jira -Include Groups -ThrottleLimit 1");
        AssertIncomplete(result, "acme-jira", "The groups and applications of ");
        Assert.Equal(4, result.Output.Count);
    }

    [Fact]
    public async Task A_user_deleted_before_the_groups_are_read_is_a_warning()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/rest/api/3/user").Nth(5).Respond(404);
        var result = world.Ok("Get-ExternalUser acme-jira -Include Groups");
        Assert.Equal(world.Humans.Count, result.Output.Count);
        var unknown = Assert.Single(result.OutputOf<ExternalUser>(), user => user.Groups is null);
        Assert.Contains(unknown.AccountId, Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }
}
