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
    public async Task An_organization_that_cannot_be_opened_makes_the_activity_of_unmanaged_users_unknown()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Ok("Register-SecretVault -Name Other -ModuleName Stub; $null = New-ExternalSource -Name second -Type Access -Url $sim -ApiKey $key -Vault Other");
        world.Ok("Get-ExternalUser acme-jira -InactiveFor 1");
        world.Ok("Set-StubVault -Name Other -Locked");
        var result = world.Run("Get-ExternalUser acme-jira -InactiveFor 1");
        Assert.All(result.OutputOf<ExternalUser>(), user => Assert.True(world.Simulator.State.People.Find(user.AccountId)!.Managed));
        Assert.Contains(result.AllErrors, error =>
            error.FullyQualifiedErrorId.StartsWith("IncompleteList,", StringComparison.Ordinal)
            && error.ToString().Contains("'second'", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_organization_that_fails_does_not_hide_the_activity_of_users_that_another_organization_manages(bool managed)
    {
        await using var world = await StartAsync();
        world.Ok("$null = New-ExternalSource -Name a-org -Type Access -Url $sim -ApiKey $key -SessionOnly");
        var person = world.Humans.First(person => person.Managed == managed);
        // The first organization refuses. It may have activity of a user that no organization manages.
        world.Simulator.Faults.On(OrganizationSearch).Nth(1).Respond(403);
        var result = world.Run("Get-ExternalUser acme-jira -InactiveFor 0 -AccountId $id", ("id", person.AccountId));
        Assert.Equal(managed ? 1 : 0, result.Output.Count);
        Assert.Equal(!managed, result.AllErrors.Any(error => error.ErrorDetails.Message.Contains("could not be read from 'a-org'", StringComparison.Ordinal)));
        world.Simulator.State.OrganizationKeys.Single().Revoked = true;
        var error = Assert.Single(world.Run("Get-ExternalUser acme-jira -InactiveFor 0").AllErrors);
        Assert.Contains("could not be read from 'a-org'", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_latest_activity_in_several_organizations_counts()
    {
        await using var world = await StartAsync();
        world.Ok("$null = New-ExternalSource -Name a-org -Type Access -Url $sim -ApiKey $key -SessionOnly");
        var active = world
            .Ok("Get-ExternalUser acme -Status Active -InactiveFor 0")
            .OutputOf<ExternalUser>()
            .Where(user => user.LastActive is not null)
            .MaxBy(user => user.LastActive)!;
        var guest =
            $"{{\"data\":[{{\"accountId\":\"{active.AccountId}\",\"accountType\":\"atlassian\",\"name\":\"Guest\",\"status\":\"active\","
            + $"\"addedToOrg\":\"2020-01-01T00:00:00Z\",\"productAccess\":[]}}]}}";
        foreach (var (filter, comes) in new[] { ("-NeverActive", false), ("-InactiveFor 3650", false), ("-LastActiveAfter $day", true) })
        {
            // In the first organization, the user is a guest without activity.
            world.Simulator.Faults.Clear();
            world.Simulator.Faults.On(OrganizationSearch).Nth(1).RespondWith(200, guest);
            Assert.Equal(
                comes ? 1 : 0,
                world
                    .Run($"Get-ExternalUser acme-jira {filter} -AccountId $id", ("id", active.AccountId), ("day", active.LastActive!.Value.AddDays(-1)))
                    .Output.Count
            );
        }
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
    public async Task The_latest_join_date_in_several_organizations_counts()
    {
        await using var world = await StartAsync();
        world.Ok("$null = New-ExternalSource -Name a-org -Type Access -Url $sim -ApiKey $key -SessionOnly");
        foreach (var (first, second) in new[] { (1, 2), (2, 1) })
        {
            world.Simulator.Faults.Clear();
            world.Simulator.Faults.On(OrganizationSearch).Nth(first).RespondWith(200, Row(world.Simulator.State.StartedAt.AddYears(-3)));
            world.Simulator.Faults.On(OrganizationSearch).Nth(second).RespondWith(200, Row(world.Simulator.State.StartedAt.AddDays(-1)));
            Assert.Empty(world.Run("Get-ExternalUser acme-jira -InactiveFor 90 -AccountId $id", ("id", world.Humans[5].AccountId)).Output);
        }

        string Row(DateTimeOffset added) =>
            $"{{\"data\":[{{\"accountId\":\"{world.Humans[5].AccountId}\",\"accountType\":\"atlassian\",\"name\":\"New\","
            + $"\"status\":\"active\",\"addedToOrg\":\"{added.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\",\"productAccess\":[]}}]}}";
    }

    [Fact]
    public async Task An_organization_without_the_join_date_does_not_override_another_with_it()
    {
        await using var world = await StartAsync();
        world.Ok("$null = New-ExternalSource -Name a-org -Type Access -Url $sim -ApiKey $key -SessionOnly");
        var added = world.Simulator.State.StartedAt;
        foreach (var (first, second) in new[] { (1, 2), (2, 1) })
        {
            world.Simulator.Faults.Clear();
            world.Simulator.Faults.On(OrganizationSearch).Nth(first).RespondWith(200, Row(string.Empty));
            world.Simulator.Faults.On(OrganizationSearch).Nth(second).RespondWith(200, Row($"\"addedToOrg\":\"{added.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\","));
            Assert.Empty(world.Run("Get-ExternalUser acme-jira -InactiveFor 90 -AccountId $id", ("id", world.Humans[5].AccountId)).Output);
        }

        string Row(string date) =>
            $"{{\"data\":[{{\"accountId\":\"{world.Humans[5].AccountId}\",\"accountType\":\"atlassian\",\"name\":\"New\","
            + $"\"status\":\"active\",{date}\"productAccess\":[]}}]}}";
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
        var people = Enumerable.Range(0, 300).Select(index => world.Simulator.State.People[index]).ToArray();
        var result = world.Ok("Get-ExternalUser acme-jira -InactiveFor 0");
        Assert.Equal(
            people.Skip(20).Where(person => person.Kind == AccountKind.Person).Select(person => person.AccountId).Order(StringComparer.Ordinal),
            Ids(result).Order(StringComparer.Ordinal)
        );
        Assert.Contains(
            $"The last activity or the join date of {people.Take(20).Count(person => person.Kind == AccountKind.Person)} users is unknown",
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
