using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Users;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Filters by the activity that an organization returns.</summary>
public sealed class ActivityTests
{
    [Fact]
    public async Task A_key_that_cannot_read_activity_is_an_error_for_filters_by_activity()
    {
        await using var world = await StartAsync();
        var people = world.Humans.Take(2).Select(person => person.AccountId).ToArray();
        var rows = string.Join(
            ",",
            people.Select(id =>
                $$"""{"accountId":"{{id}}","accountType":"atlassian","status":"active","name":"x","addedToOrg":"2020-01-01T00:00:00Z","productAccess":[]}"""
            )
        );
        world.Simulator.Faults.On(OrganizationSearch).RespondWith(200, $$"""{"data":[{{rows}}]}""");
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":2}");
        foreach (
            var script in new[]
            {
                "Get-ExternalUser acme -NeverActive",
                "Get-ExternalUser acme -InactiveFor 90",
                "Get-ExternalUser acme-jira -InactiveFor 90 -AccountId $ids",
            }
        )
        {
            Assert.Contains("2 users of 'acme", world.Fails("InvalidSource", script, ("ids", people)).ToString(), StringComparison.Ordinal);
        }

        Assert.All(world.Ok("Get-ExternalUser acme").OutputOf<ExternalUser>(), user => Assert.False(user.ActivityKnown));
    }

    [Fact]
    public async Task A_filter_with_only_unknown_activity_does_not_end_the_other_filters()
    {
        await using var world = await StartAsync();
        var people = world.Humans.Where(person => person.VisibleEmail is not null).Take(2).ToArray();
        // The organization has the user who is named by address, but not the user who is named by ID.
        world.Simulator.Faults.On(OrganizationSearch).Nth(1).RespondWith(200, "{\"data\":[]}");
        world.Simulator.Faults.On("/admin/**/users/count").Nth(1).RespondWith(200, "{\"count\":0}");
        var result = world.Run(
            "[pscustomobject]@{ AccountId = $id }, [pscustomobject]@{ Email = $mail } | Get-ExternalUser acme-jira -InactiveFor 0",
            ("id", people[0].AccountId),
            ("mail", people[1].Email)
        );
        Assert.Equal([people[1].AccountId], Ids(result));
        Assert.Contains("The last activity or the join date of 1 user is unknown", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(result.AllErrors, error => error.FullyQualifiedErrorId.StartsWith("InvalidSource", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_without_activity_is_never_active_when_others_have_activity()
    {
        await using var world = await StartAsync();
        var never = world.Ok("Get-ExternalUser acme -NeverActive").OutputOf<ExternalUser>()[0];
        world.Simulator.Requests.Clear();
        Assert.Equal([never.AccountId], Ids(world.Ok("Get-ExternalUser acme -NeverActive -AccountId $id", ("id", never.AccountId))));
        // One page of all users shows whether the key can read activity.
        Assert.Equal(2, world.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/users/search", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failure_to_read_activity_affects_only_filters_by_activity()
    {
        await using var world = await StartAsync();
        var never = world.Ok("Get-ExternalUser acme -NeverActive").OutputOf<ExternalUser>()[0].AccountId;
        world.Simulator.Faults.On(OrganizationSearch).After(1).Respond(500);
        var user = Assert.Single(world.Ok("Get-ExternalUser acme -AccountId $id", ("id", never)).OutputOf<ExternalUser>());
        Assert.False(user.ActivityKnown);
        Assert.NotEmpty(world.Run("Get-ExternalUser acme -NeverActive -AccountId $id", ("id", never)).AllErrors);
        world.Simulator.Faults.Clear();
        world.Simulator.Faults.On(OrganizationSearch).After(1).Respond(500);
        Assert.Contains(
            "could not be read from 'acme'",
            world.Fails("IncompleteList", "Get-ExternalUser acme-jira -NeverActive -AccountId $id", ("id", never)).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Users_with_unknown_activity_are_counted_in_a_warning()
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On(OrganizationSearch)
            .RespondWith(
                200,
                """
                {"data":[
                    {"accountId":"1","accountType":"atlassian","status":"active","name":"x","productAccess":[{"key":"jira-software",
                     "lastActiveTimestamp":"2020-01-01T00:00:00Z"}]},
                    {"accountId":"2","accountType":"atlassian","status":"active","name":"y"},
                    {"accountId":"3","accountType":"atlassian","status":"active","name":"z","productAccess":[]}]}
                """
            );
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":3}");
        var result = world.Ok("Get-ExternalUser acme -InactiveFor 90");
        // One user has no data about activity, and the other has no join date.
        Assert.Equal(["1"], Ids(result));
        Assert.Contains("The last activity or the join date of 2 users is unknown", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }
}
