using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.TestKit.Shell;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>The requests of a list: how many it sends, how many at once, and when it sends no more.</summary>
public sealed class RequestCountTests
{
    [Fact]
    public async Task A_list_of_a_site_takes_its_pages_and_the_prefetched_pages()
    {
        await using var world = await StartAsync();
        Assert.Equal(300, world.Ok($"Get-ExternalUser acme-jira {All}").Output.Count);
        Assert.All(Paths(world), path => Assert.StartsWith("GET /rest/api/3/users/search?", path, StringComparison.Ordinal));
        Assert.InRange(Paths(world).Count, 16, 16 + 9);
        Assert.True(world.Simulator.Requests.PeakInFlight <= 8);
    }

    [Theory]
    [InlineData("-InactiveFor $null")]
    [InlineData("-InactiveFor -90")]
    [InlineData("-InactiveFor 3000000")]
    [InlineData("-InactiveFor soon")]
    [InlineData("-LastActiveBefore $null")]
    [InlineData("-LastActiveAfter $null")]
    public async Task An_empty_activity_filter_selects_nobody_and_sends_nothing(string filter)
    {
        await using var world = await StartAsync();
        var before = Paths(world).Count;
        var result = world.Run($"Get-ExternalUser acme {filter}");
        Assert.Empty(result.Output);
        Assert.NotEmpty(result.AllErrors);
        Assert.Equal(before, Paths(world).Count);
    }

    [Fact]
    public async Task A_group_from_the_pipeline_selects_its_members_and_not_everybody()
    {
        await using var world = await StartAsync();
        foreach (var source in new[] { "acme", "acme-jira" })
        {
            var members = world.Ok($"Get-ExternalGroupMember {source} contractors -AccountType Person").Output.Count;
            Assert.InRange(members, 1, 250);
            Assert.Equal(members, world.Ok($"Get-ExternalGroup {source} contractors | Get-ExternalUser").Output.Count);
        }

        var organization = world.Simulator.State.Organizations[0];
        Assert.Equal(
            world.Humans.Count(person => organization.IsInDirectory(person.Index, 0) || organization.IsInDirectory(person.Index, 1)),
            world.Ok("Get-ExternalDirectory acme | Get-ExternalUser").Output.Count
        );
        Assert.Empty(world.Run("Get-ExternalUser acme -Group ''").Output);
        Assert.Single(
            world
                .Ok(
                    "Get-ExternalUser acme -First 1 | ForEach-Object { [pscustomobject]@{ AccountId = $_.AccountId; Id = '' } } | Get-ExternalUser -Source acme"
                )
                .Output
        );
    }

    [Fact]
    public async Task A_site_warns_about_states_that_it_does_not_have()
    {
        await using var world = await StartAsync();
        var result = world.Run("Get-ExternalUser acme-jira -Status Suspended, Deactivated -First 1");
        Assert.Single(result.Output);
        Assert.Contains("returns no users for Suspended", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_requests_are_in_flight_than_ThrottleLimit(int limit)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.Latency = TimeSpan.FromMilliseconds(5);
        Assert.Equal(300, world.Ok($"Get-ExternalUser acme-jira {All} -ThrottleLimit {limit}").Output.Count);
        Assert.InRange(world.Simulator.Requests.PeakInFlight, 1, limit);
    }

    [Fact]
    public async Task A_list_of_an_organization_takes_its_pages_and_a_count()
    {
        await using var world = await StartAsync();
        Assert.Equal(300, world.Ok($"Get-ExternalUser acme {All} -Include Groups, Roles").Output.Count);
        Assert.Equal(15, Paths(world).Count(path => path.EndsWith("/users/search", StringComparison.Ordinal)));
        // One search of groups shows that the group ids of users are those of groups.
        Assert.Equal(15 + 1 + 1, Paths(world).Count);
    }

    [Theory]
    [InlineData("acme", 2)]
    [InlineData("acme-jira", 1)]
    public async Task First_stops_the_requests(string source, int most)
    {
        await using var world = await StartAsync();
        Assert.Equal(10, world.Ok($"Get-ExternalUser {source} -First 10").Output.Count);
        Assert.InRange(world.Simulator.Requests.Count, 1, most);
    }

    [Theory]
    [InlineData("acme", 2)]
    [InlineData("acme-jira", 1)]
    public async Task A_downstream_command_that_ends_stops_the_requests(string source, int most)
    {
        await using var world = await StartAsync();
        Assert.Equal(
            10,
            world.Ok($"foreach ($once in 1) {{ Get-ExternalUser {source} | ForEach-Object {{ $_; if (++$count -eq 10) {{ break }} }} }}").Output.Count
        );
        Assert.InRange(world.Simulator.Requests.Count, 1, most);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task Skip_and_First_select_a_part_of_the_list(string source)
    {
        await using var world = await StartAsync();
        var all = Ids(world.Ok($"Get-ExternalUser {source}"));
        Assert.Equal(all.Skip(35).Take(20), Ids(world.Ok($"Get-ExternalUser {source} -Skip 35 -First 20")));
        Assert.Equal(all.Skip(200), Ids(world.Ok($"Get-ExternalUser {source} -Skip 200")));
        Assert.Empty(world.Ok($"Get-ExternalUser {source} -Skip 1000").Output);
        Assert.Empty(world.Ok($"Get-ExternalUser {source} -First 0").Output);
    }

    [Fact]
    public async Task Users_named_by_id_are_read_in_batches()
    {
        await using var world = await StartAsync();
        var ids = Enumerable.Range(0, 250).Select(index => world.Simulator.State.People[index].AccountId).ToArray();
        Assert.Equal(250, world.Ok($"Get-ExternalUser acme-jira -AccountId $ids {All}", ("ids", ids)).Output.Count);
        // A request has up to a hundred IDs in 4 KB, and the site returns twenty of them per page.
        Assert.InRange(world.Simulator.Requests.Count, 13, 16);
        Assert.All(world.Simulator.Requests.Snapshot(), request => Assert.InRange(request.Path.Length, 1, 4000));
        world.Simulator.Requests.Clear();
        Assert.Equal(250, world.Ok($"Get-ExternalUser acme -AccountId $ids {All}", ("ids", ids)).Output.Count);
        Assert.Equal(
            5,
            Paths(world).Count(path => !path.Contains("/count", StringComparison.Ordinal) && !path.Contains("cursor", StringComparison.Ordinal)) / 3
        );
    }

    [Fact]
    public async Task First_0_sends_nothing()
    {
        await using var world = await StartAsync();
        Assert.Empty(world.Ok("Get-ExternalUser -First 0").Output);
        Assert.Empty(world.Ok("Get-ExternalUser -First 0 -Effective").Output);
        Assert.Equal(0, world.Simulator.Requests.Count);
    }

    [Theory]
    [InlineData("-Include Groups", 3, 16)]
    [InlineData("-Include Applications", 1, 2)]
    [InlineData("-InactiveFor 0", 1, 7)]
    [InlineData("-InactiveFor 0 -Include Groups", 2, 24)]
    public async Task The_details_of_a_user_are_read_only_for_selected_users(string arguments, int first, int most)
    {
        await using var world = await UserWorld.StartAsync(users: 900);
        Assert.Equal(first, world.Ok($"Get-ExternalUser acme-jira {arguments} -First {first}").Output.Count);
        Assert.InRange(world.Simulator.Requests.Count, 2, most);
    }

    [Fact]
    public async Task Users_with_details_are_returned_in_the_order_of_the_list()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.Latency = TimeSpan.FromMilliseconds(3);
        var plain = Ids(world.Ok("Get-ExternalUser acme-jira"));
        Assert.Equal(plain, Ids(world.Ok("Get-ExternalUser acme-jira -Include Groups")));
        Assert.Equal(8, world.Simulator.Requests.PeakInFlight);
    }

    [Fact]
    public async Task Addresses_and_activity_are_read_concurrently()
    {
        await using var world = await UserWorld.StartAsync(users: 900);
        world.Simulator.Faults.Latency = TimeSpan.FromMilliseconds(20);
        var people = world.Humans.Where(person => person.VisibleEmail is not null).ToArray();
        var named = world.Ok("Get-ExternalUser acme -Email $emails", ("emails", people.Select(person => person.VisibleEmail).ToArray()));
        Assert.Equal(people.Select(person => person.AccountId).Order(), Ids(named).Order());
        Assert.InRange(world.Simulator.Requests.PeakInFlight, 3, 8);
        world.Simulator.Requests.Clear();
        Assert.NotEmpty(world.Ok("Get-ExternalUser acme-jira -InactiveFor 0").Output);
        Assert.InRange(world.Simulator.Requests.PeakInFlight, 3, 9);
    }

    [Fact]
    public async Task The_activity_of_a_sites_users_is_read_in_batches()
    {
        await using var world = await StartAsync();
        Assert.NotEmpty(world.Ok("Get-ExternalUser acme-jira -InactiveFor 1").Output);
        Assert.True(world.Simulator.Requests.Count < 80, $"{world.Simulator.Requests.Count} requests");
        Assert.DoesNotContain(Paths(world), path => path.Contains("last-active-dates", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("acme", "/admin/**/users/search", 3)]
    [InlineData("acme-jira", "/rest/api/3/users/search", 4)]
    public async Task A_stopped_command_sends_no_request(string source, string path, int held)
    {
        await using var world = await StartAsync();
        var holding = world.Simulator.Faults.On(path).Nth(held).Hold();
        using var stop = new CancellationTokenSource();
        var run = world.Shell.RunAsync($"Get-ExternalUser {source}", stop.Token);
        await holding.WaitForArrivalAsync();
        await stop.CancelAsync();
        var result = await run;
        Assert.Equal(ShellState.Stopped, result.State);
        Assert.DoesNotContain(result.AllErrors, error => error.Exception is not System.Management.Automation.PipelineStoppedException);
        await holding.WaitForAbortAsync();
        await world.Simulator.Requests.WaitForIdleAsync();
        var count = world.Simulator.Requests.Count;
        Assert.Single(world.Ok("Get-ExternalSource acme").Output);
        Assert.Equal(count, world.Simulator.Requests.Count);
    }

    [Fact]
    public async Task The_first_users_are_written_before_the_list_is_read()
    {
        await using var world = await StartAsync();
        var holding = world.Simulator.Faults.On("/admin/**/users/search").Nth(5).Hold();
        using var stop = new CancellationTokenSource();
        var run = world.Shell.RunAsync("Get-ExternalUser acme | ForEach-Object { $global:seen++; $_ }", stop.Token);
        await holding.WaitForArrivalAsync();
        await stop.CancelAsync();
        Assert.Equal(ShellState.Stopped, (await run).State);
        Assert.InRange((int)world.Ok("$seen").OutputOf<int>()[0], 1, 80);
    }

    [Theory]
    [InlineData(20, 2, 0)]
    [InlineData(60, 6, 1)]
    [InlineData(150, 15, 1)]
    [InlineData(290, 15, 1)]
    public async Task Users_named_by_id_take_the_cheaper_of_the_ids_and_the_whole_list(int users, int searches, int counts)
    {
        await using var world = await UserWorld.StartAsync(new SimulatorOptions { Users = 300 });
        // Of 303 people, the whole list takes four pages.
        searches = Math.Min(searches, users > 40 ? 3 : searches);
        var ids = Enumerable.Range(0, users).Select(index => world.Simulator.State.People[index].AccountId).ToArray();
        Assert.Equal(users, world.Ok($"Get-ExternalUser acme -AccountId $ids {All}", ("ids", ids)).Output.Count);
        Assert.Equal(searches, Paths(world).Count(path => path.EndsWith("/users/search", StringComparison.Ordinal)));
        Assert.InRange(Paths(world).Count(path => path.Contains("/users/count", StringComparison.Ordinal)), counts, 2 * counts);
    }

    [Theory]
    [InlineData(300, 3)]
    [InlineData(1500, 10)]
    public async Task An_action_on_a_hundred_ids_takes_the_cheaper_of_the_ids_and_the_whole_list(int size, int searches)
    {
        await using var world = await UserWorld.StartAsync(new SimulatorOptions { Users = size });
        // With a limit, the run takes all users before the first search.
        var ids = world.Humans.Skip(1).Take(100).Select(person => person.AccountId).ToArray();
        var results = world.Run("Disable-ExternalUser acme -User $ids -MaxTargets 100 -WhatIf", ("ids", ids)).OutputOf<Core.Runs.Model.ExternalActionResult>();
        Assert.Equal(100, results.Count);
        Assert.DoesNotContain(results, row => row.Outcome == Core.Runs.Model.ActionOutcome.Failed);
        // One more search finds the administrators.
        Assert.Equal(searches + 1, Paths(world).Count(path => path.EndsWith("/users/search", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Users_named_by_address_take_one_search_for_a_hundred()
    {
        await using var world = await UserWorld.StartAsync(new SimulatorOptions { Users = 3000 });
        var emails = Enumerable.Range(0, 400).Select(index => world.Simulator.State.People[index].VisibleEmail).OfType<string>().Take(250).ToArray();
        Assert.Equal(250, world.Ok($"Get-ExternalUser acme -Email $emails {All}", ("emails", emails)).Output.Count);
        Assert.Equal(3, Paths(world).Count(path => path.EndsWith("/users/search", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_applications_of_an_organizations_users_take_one_request_for_each_granting_group()
    {
        await using var world = await StartAsync();
        Assert.NotEmpty(world.Ok("Get-ExternalUser acme -Include Applications").Output);
        var granting = world.Simulator.State.Groups.All.Count(group => group.Grants.Any());
        Assert.InRange(Paths(world).Count(path => path.Contains("/role-assignments", StringComparison.Ordinal)), 1, granting);
        Assert.InRange(Paths(world).Count(path => path.EndsWith("/groups/search", StringComparison.Ordinal)), 1, 15);
    }

    [Theory]
    [InlineData("-Managed", "claimStatus=managed")]
    [InlineData("-Managed:$false", "claimStatus=unmanaged")]
    [InlineData("-TwoStepVerification", "mfaEnabled=true")]
    [InlineData("-EmailDomain nowhere.example", "emailDomains=nowhere.example")]
    [InlineData("-Status NotInvited, ForDeletion", "status=not_invited&status=for_deletion")]
    public async Task A_filter_that_the_service_supports_is_sent_to_it(string filter, string sent)
    {
        await using var world = await StartAsync();
        int Pages() => world.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/users/search", StringComparison.Ordinal));
        world.Ok("Get-ExternalUser acme");
        var all = Pages();
        world.Simulator.Requests.Clear();
        // The list does not wait for the count, so the first page leaves time for it.
        world.Simulator.Faults.Latency = TimeSpan.FromMilliseconds(50);
        world.Ok("Get-ExternalUser acme " + filter);
        Assert.InRange(Pages(), 1, all - 1);
        Assert.Contains(world.Simulator.Requests.Snapshot(), request =>
            request.Path.Contains("/users/count?", StringComparison.Ordinal) && request.Path.Contains(sent, StringComparison.Ordinal)
        );
    }

    private static IReadOnlyList<string> Paths(UserWorld world) =>
        [.. world.Simulator.Requests.Snapshot().Select(request => request.Method + " " + request.Path)];
}
