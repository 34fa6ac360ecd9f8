using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>The organizations that supply the activity of a site's users.</summary>
public sealed class ActivitySourceTests
{
    [Fact]
    public async Task An_organization_that_cannot_be_opened_does_not_matter_if_another_has_the_site()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Ok("Register-SecretVault -Name Other -ModuleName Stub; $null = New-ExternalSource -Name second -Type Access -Url $sim -ApiKey $key -Vault Other");
        var before = world.Ok("Get-ExternalUser acme-jira -InactiveFor 1").Output.Count;
        world.Ok("Set-StubVault -Name Other -Locked");
        Assert.Equal(before, world.Run("Get-ExternalUser acme-jira -InactiveFor 1").Output.Count);
        // Without the organization that has the site, it is unknown whether the locked one has it.
        world.Ok("Remove-ExternalSource acme -Confirm:$false");
        var result = world.Run("Get-ExternalUser acme-jira -InactiveFor 1");
        Assert.Empty(result.Output);
        Assert.Contains(result.AllErrors, error =>
            error.ErrorDetails.Message.Contains("It is unknown to which organization the site belongs", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Another_source_of_the_same_organization_helps_if_one_fails()
    {
        await using var world = await StartAsync();
        world.Ok("$null = New-ExternalSource -Name a-org -Type Access -Url $sim -ApiKey $key -SessionOnly");
        world.Simulator.Faults.On(OrganizationSearch).Nth(1).Respond(403);
        Assert.Single(world.Run("Get-ExternalUser acme-jira -InactiveFor 0 -AccountId $id", ("id", world.Humans[3].AccountId)).Output);
        world.Simulator.State.OrganizationKeys.Single().Revoked = true;
        var error = Assert.Single(world.Run("Get-ExternalUser acme-jira -InactiveFor 0").AllErrors);
        Assert.Contains("cannot be read", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organization_that_does_not_have_the_site_is_not_asked()
    {
        await using var world = await StartAsync();
        var site = world.Simulator.State.Site.CloudId;
        world.Simulator.Faults.On("/admin/**/workspaces").RespondWith(200, """{"data":[{"id":"ari:cloud:confluence::site/elsewhere","attributes":{}}]}""");
        var error = world.Fails("InvalidSource", "Get-ExternalUser acme-jira -NeverActive");
        Assert.Contains("belongs to none of the connected organizations (acme)", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Simulator.Requests.Snapshot(), request =>
            request.PathOnly.EndsWith("/users/search", StringComparison.Ordinal) && request.Method == "POST"
        );

        world.Simulator.Faults.Clear();
        world
            .Simulator.Faults.On("/admin/**/workspaces")
            .RespondWith(
                200,
                """{"data":[{"id":"ari:cloud:confluence::site/CLOUD","attributes":{}}]}""".Replace("CLOUD", site.ToUpperInvariant(), StringComparison.Ordinal)
            );
        Assert.NotEmpty(world.Ok("Get-ExternalUser acme-jira -NeverActive").Output);
    }

    [Fact]
    public async Task Workspaces_that_cannot_be_read_make_the_organization_of_a_site_unknown()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/workspaces").Respond(403);
        var error = world.Fails("InvalidSource", "Get-ExternalUser acme-jira -InactiveFor 30");
        Assert.Contains("It is unknown to which organization the site belongs", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("read:workspaces:admin", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_whose_cloud_id_is_unknown_has_no_activity()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/_edge/tenant_info").Respond(404);
        // The cloud id is asked at connection. Without it, everything else works.
        world.Ok("$null = New-ExternalSource -Name new -Type JiraCloud -Url $sim -UserEmail admin@acme.example -ApiKey $key -SessionOnly");
        Assert.NotEmpty(world.Ok("Get-ExternalUser new").Output);
        var error = world.Fails("InvalidSource", "Get-ExternalUser new -InactiveFor 30");
        Assert.Contains("The cloud id of the site cannot be read", error.ErrorDetails.Message, StringComparison.Ordinal);
        world.Simulator.Faults.Clear();
        Assert.NotEmpty(world.Ok("Get-ExternalUser new -InactiveFor 30").Output);
    }

    [Fact]
    public async Task A_filter_by_activity_is_an_error_when_no_organization_has_the_users()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/search").RespondWith(200, "{\"data\":[]}");
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":0}");
        foreach (var filter in new[] { "-NeverActive", "-InactiveFor 30", "-LastActiveBefore 2020-01-01", "-LastActiveAfter 2020-01-01" })
        {
            var error = world.Fails("InvalidSource", $"Get-ExternalUser acme-jira {filter} -Group contractors");
            var members = world
                .Simulator.State.Groups.Members(world.Simulator.State.Groups.FindByName("contractors")!.Index)
                .Count(person => person.Kind == AccountKind.Person);
            Assert.Contains($"The last activity of {members} users of 'acme-jira' is unknown.", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_organization_that_failed_its_last_check_is_still_read_for_activity()
    {
        await using var world = await StartAsync();
        var before = Ids(world.Ok("Get-ExternalUser acme-jira -InactiveFor 30"));
        var outage = world.Simulator.Faults.On("/admin/**");
        outage.Respond(503);
        Assert.Equal(SourceStatus.Error, Assert.Single(world.Run("Get-ExternalSource acme -Refresh").OutputOf<ExternalSource>()).Status);
        world.Simulator.Faults.Clear();
        Assert.Equal(before, Ids(world.Ok("Get-ExternalUser acme-jira -InactiveFor 30")));
    }

    [Fact]
    public async Task Users_that_no_organization_has_are_counted_in_a_warning_and_the_others_are_written()
    {
        await using var world = await StartAsync();
        // The organization does not have the users on the first page of the site.
        world.Simulator.Faults.On(OrganizationSearch).Times(2).RespondWith(200, "{\"data\":[]}");
        var people = Enumerable.Range(0, 300).Select(index => world.Simulator.State.People[index]).Where(person => person.Kind == AccountKind.Person).ToArray();
        // The activity of a user in no directory is unknown, too.
        var isKnown = people.ToLookup(person => person.Index >= 20 && person.Membership != MembershipState.None);
        var result = world.Ok("Get-ExternalUser acme-jira -InactiveFor 0");
        Assert.Equal(isKnown[true].Select(person => person.AccountId).Order(StringComparer.Ordinal), Ids(result).Order(StringComparer.Ordinal));
        Assert.Contains(
            $"The last activity or the join date of {isKnown[false].Count()} users is unknown",
            Assert.Single(result.Warnings).Message,
            StringComparison.Ordinal
        );
        Assert.All(result.OutputOf<ExternalUser>(), user => Assert.True(user.ActivityKnown));
    }

    [Theory]
    [InlineData("-NeverActive")]
    [InlineData("-InactiveFor 30")]
    [InlineData("-LastActiveAfter 2020-01-01")]
    public async Task A_filter_by_activity_without_an_organization_is_an_error(string filter)
    {
        await using var world = await UserWorld.StartAsync(users: 50, organization: false);
        var error = world.Fails("InvalidSource", "Get-ExternalUser acme-jira " + filter);
        Assert.Contains("No available organization", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("New-ExternalSource", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(world.Simulator.Requests.Snapshot());
    }

    [Fact]
    public async Task An_organization_that_cannot_return_activity_is_an_error_of_the_site()
    {
        await using var world = await StartAsync();
        world.Simulator.State.OrganizationKeys.Single().Revoked = true;
        var result = world.Run("Get-ExternalUser acme-jira -InactiveFor 30");
        Assert.Empty(result.Output);
        Assert.Equal("acme-jira", Assert.Single(result.AllErrors).TargetObject);
    }
}
