using System;
using System.Threading.Tasks;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Filters by data that the service does not return.</summary>
public sealed class UnknownDataTests
{
    [Theory]
    [InlineData("-Managed", "whether 1 user matches -Managed.")]
    [InlineData("-Managed:$false", "whether 1 user matches -Managed.")]
    [InlineData("-TwoStepVerification", "whether 1 user matches -TwoStepVerification.")]
    [InlineData("-TwoStepVerification:$false", "whether 1 user matches -TwoStepVerification.")]
    [InlineData("-EmailDomain acme.example", "whether 1 user matches -EmailDomain.")]
    [InlineData("-Email *@acme.example -Status Active", "whether 1 user matches -Email and -Status.")]
    [InlineData("-User *@acme.example", "whether 1 user matches -User.")]
    [InlineData("-Status Active", "whether 1 user matches -Status.")]
    [InlineData("-Application jira-software", "whether 1 user matches -Application.")]
    [InlineData("-NotInGroup contractors", "whether 1 user matches -NotInGroup.")]
    [InlineData("-NotInGroup contractors -Application jira-software -Status Active", "whether 1 user matches -Status and -NotInGroup and -Application.")]
    [InlineData("-Managed -Email x@*", "whether 1 user matches -Email and -Managed.")]
    public async Task Data_that_the_organization_does_not_return_is_unknown(string filter, string says)
    {
        await using var world = await StartAsync();
        var (known, unknown) = (world.Humans[3].AccountId, world.Humans[4].AccountId);
        var answers = filter.EndsWith("$false", StringComparison.Ordinal)
            ? "\"claimStatus\":\"unmanaged\",\"mfaEnabled\":false"
            : "\"claimStatus\":\"managed\",\"mfaEnabled\":true";
        world
            .Simulator.Faults.On(OrganizationSearch)
            .RespondWith(
                200,
                $$"""
                {"data":[
                    {"accountId":"{{known}}","accountType":"atlassian","status":"active","name":"x","email":"x@acme.example",{{answers}},
                     "productAccess":[{"key":"jira-software"}],"groups":[]},
                    {"accountId":"{{unknown}}","accountType":"atlassian","name":"y"},
                    {"accountId":"app","accountType":"app","status":"active","name":"z"}]}
                """
            );
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":3}");
        // The roles of a user decide if the groups do not.
        world.Simulator.Faults.On("/admin/**/role-assignments").Where(request => request.Path.Value!.Contains(unknown, StringComparison.Ordinal)).Respond(403);
        world
            .Simulator.Faults.On("/admin/**/role-assignments")
            .Where(request => request.Path.Value!.Contains(known, StringComparison.Ordinal))
            .RespondWith(
                200,
                """{"data":[{"resourceOwner":"jira-software","roleAssignments":[{"role":"atlassian/user","roleAssignmentMethods":["direct"]}]}]}"""
            );
        var result = world.Ok($"Get-ExternalUser acme {filter}");
        Assert.Equal([known], Ids(result));
        Assert.Contains(says, Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Email *@acme.example", "whether 1 user matches -Email.")]
    [InlineData("-Status Deactivated", "whether 1 user matches -Status.")]
    [InlineData("-Email *@acme.example -Name x", null)]
    [InlineData("-Email x@acme.example", null)]
    [InlineData("-Email *@acme.example -NotInGroup contractors", null)]
    public async Task Data_that_a_site_does_not_return_is_unknown(string filter, string? says)
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On(SiteSearch)
            .WhereQuery("startAt", "0")
            .RespondWith(
                200,
                $$"""
                [{"accountId":"known","accountType":"atlassian","displayName":"x","emailAddress":"x@acme.example","active":false},
                 {"accountId":"unclear","accountType":"atlassian","displayName":"y"},
                 {"accountId":"app","accountType":"app","displayName":"z"}]
                """
            );
        world.Simulator.Faults.On(SiteSearch).WhereQuery("startAt", "2").RespondWith(200, """[{"accountId":"app","accountType":"app","displayName":"z"}]""");
        world.Simulator.Faults.On(SiteSearch).RespondWith(200, "[]");
        world
            .Simulator.Faults.On("/rest/api/3/group/member")
            .Where(request => request.Query["startAt"] != "0")
            .RespondWith(200, """{"total":1,"isLast":true,"values":[]}""");
        world.Simulator.Faults.On("/rest/api/3/group/member").RespondWith(200, """{"total":1,"isLast":true,"values":[{"accountId":"unclear"}]}""");
        var result = world.Ok($"Get-ExternalUser acme-jira {filter}");
        Assert.Equal(["known"], Ids(result));
        if (says is null)
        {
            Assert.Empty(result.Warnings);
        }
        else
        {
            Assert.Contains(says, Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        }
    }
}
