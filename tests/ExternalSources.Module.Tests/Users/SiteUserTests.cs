using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Simulator;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Module.Tests;

/// <summary>Every filter on a site, against what the simulator itself knows.</summary>
public sealed class SiteUserTests
{
    private static readonly Dictionary<string, Func<UserWorld, Person, bool>> Filters = new()
    {
        ["-Status Active"] = (_, p) => p.IsActiveOnSite,
        ["-Status Deactivated"] = (_, p) => !p.IsActiveOnSite,
        ["-Name a*"] = (_, p) => p.Name.StartsWith("a", StringComparison.OrdinalIgnoreCase),
        ["-Email *@acme.example"] = (_, p) => p.VisibleEmail?.EndsWith("@acme.example", StringComparison.OrdinalIgnoreCase) == true,
        ["-Group all-employees"] = IsEmployee,
        ["-NotInGroup all-employees"] = (w, p) => !IsEmployee(w, p),
        ["-Group all-employees -Status Active -Name *a*"] = (w, p) => IsEmployee(w, p) && p.IsActiveOnSite && p.Name.Contains('a', StringComparison.OrdinalIgnoreCase),
    };

    public static TheoryData<string> Names => [.. Filters.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_filter_selects_just_those_who_fit(string filter)
    {
        await using var world = await UserWorld.StartAsync();
        var expected = UserWorld.Sorted(world.Humans.Where(person => Filters[filter](world, person)));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, world.Ids("Get-ExternalUser acme-jira " + filter));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(37)]
    [InlineData(1)]
    public async Task The_whole_list_is_everybody_once_whatever_the_server_caps(int cap)
    {
        await using var world = await UserWorld.StartAsync(users: 120);
        world.Simulator.State.JiraPageCap = cap;
        Assert.Equal(UserWorld.Sorted(world.People), world.Ids("Get-ExternalUser acme-jira -AccountType Person, App, Customer"));
    }

    [Theory]
    [InlineData("-Managed")]
    [InlineData("-TwoStepVerification")]
    [InlineData("-EmailDomain acme.example")]
    [InlineData("-Directory x")]
    public async Task A_filter_that_sites_lack_is_an_error_that_names_who_has_it(string filter)
    {
        await using var world = await UserWorld.StartAsync(users: 50);
        var result = world.Run("Get-ExternalUser acme-jira " + filter);
        Assert.Empty(result.Output);
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("NotSupported,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Access", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_comes_from_the_organization_and_without_one_it_is_an_error()
    {
        await using var world = await UserWorld.StartAsync();
        var date = DateTimeOffset.UtcNow.AddDays(-90);
        var known = world.Ok("Get-ExternalUser acme").OutputOf<ExternalUser>().Where(user => user.LastActive < date).Select(user => user.AccountId);
        var onSite = world.Ids("Get-ExternalUser acme-jira");
        Assert.Equal(UserWorld.Sorted(known.Intersect(onSite)), world.Ids("Get-ExternalUser acme-jira -LastActiveBefore $date", ("date", date)));

        await using var alone = await UserWorld.StartAsync(users: 50, organization: false);
        var result = alone.Run("Get-ExternalUser acme-jira -InactiveFor 90");
        Assert.Empty(result.Output);
        Assert.Contains("no organization is connected", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stays_is_read_while_others_come_and_go()
    {
        await using var world = await UserWorld.StartAsync(users: 500);
        world.Simulator.State.JiraPageCap = 50;
        var gone = new[] { 3, 60, 61, 140, 300 };
        var page = 0;
        world.Simulator.Faults.On("GET", "/rest/api/3/users/search").Do(() =>
        {
            var i = Interlocked.Increment(ref page) - 1;
            if (i > 0 && i <= gone.Length)
                world.Simulator.State.People.Delete(gone[i - 1]);
        });
        var read = world.Ids("Get-ExternalUser acme-jira -AccountType Person, App, Customer");
        Assert.Equal(read.Distinct().Count(), read.Length);
        Assert.Empty(world.People.Select(person => person.AccountId).Except(read));
    }

    [Fact]
    public async Task One_source_that_fails_does_not_stop_the_others()
    {
        await using var world = await UserWorld.StartAsync(users: 100);
        world.Simulator.State.SiteTokens.Single().Revoked = true;
        var result = world.Run("Get-ExternalUser");
        Assert.Equal(world.Humans.Count, result.Output.Count);
        Assert.Equal("acme-jira", Assert.Single(result.Errors).TargetObject);
        Assert.Equal(ShellState.Failed, world.Run("Get-ExternalUser acme-jira -ErrorAction Stop").State);
    }

    [Fact]
    public async Task CtrlC_in_the_middle_lets_no_further_request_leave()
    {
        await using var world = await UserWorld.StartAsync(users: 500);
        world.Simulator.State.JiraPageCap = 20;
        var held = world.Simulator.Faults.On("GET", "/rest/api/3/users/search").After(3).Hold();
        using var stop = new CancellationTokenSource();
        var run = world.Shell.RunAsync("Get-ExternalUser acme-jira", stop.Token);
        await held.WaitForArrivalAsync();
        await stop.CancelAsync();
        Assert.Equal(ShellState.Stopped, (await run).State);
        await held.WaitForAbortAsync();
        var count = world.Simulator.Requests.Count;
        held.Release();
        await world.Simulator.Requests.WaitForIdleAsync();
        Assert.Equal(count, world.Simulator.Requests.Count);
    }

    [Fact]
    public async Task Groups_their_members_and_directories()
    {
        await using var world = await UserWorld.StartAsync();
        var groups = world.Simulator.State.Groups;
        var employees = groups.FindByName("all-employees")!;
        Assert.Equal(groups.All.Select(group => group.Name).Order(StringComparer.Ordinal), world.Ok("Get-ExternalGroup acme").OutputOf<ExternalGroup>().Select(group => group.Name).Order(StringComparer.Ordinal));
        var one = world.Ok("Get-ExternalGroup acme -Name ALL-EMPLOYEES -IncludeCounts").OutputOf<ExternalGroup>().Single();
        Assert.Equal(employees.Id, one.Id);
        Assert.True(one.ExternallySynced);
        Assert.Equal(groups.MemberCount(employees.Index), one.MemberCount);
        foreach (var source in new[] { "acme", "acme-jira" })
        {
            var members = world.Ok($"Get-ExternalGroup {source} -Name all-emp* | Get-ExternalGroupMember").OutputOf<ExternalUser>();
            Assert.Equal(UserWorld.Sorted(groups.Members(employees.Index)), UserWorld.Sorted(members.Select(user => user.AccountId)));
            Assert.All(members, member => Assert.Equal("all-employees", member.MemberOf));
        }

        Assert.Equal(2, world.Ok("Get-ExternalDirectory").Output.Count);
        Assert.StartsWith("GroupNotFound,", Assert.Single(world.Run("Get-ExternalGroupMember acme -Group none").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(world.Ok("Get-ExternalGroup acme-jira -Application jira-software").OutputOf<ExternalGroup>(), group => group.Name == "jira-software-users");
    }

    [Fact]
    public async Task Effective_puts_together_what_all_sources_say()
    {
        await using var world = await UserWorld.StartAsync();
        var suspended = world.Humans.First(person => person.Status == "suspended" && person.AccountStatus == "active");
        world.Simulator.State.People.Change(suspended.Index, person => person with { ActiveOnSite = true });
        var user = world.Ok("Get-ExternalUser -AccountId $id -Effective", ("id", suspended.AccountId)).OutputOf<EffectiveUser>().Single();
        Assert.Equal(["acme", "acme-jira"], user.States.Select(state => state.Source));
        Assert.Contains("Active on acme-jira, Suspended in acme", user.Flags);
        Assert.Equal(world.Humans.Count, world.Ok("Get-ExternalUser -Effective").Output.Count);
    }

    private static bool IsEmployee(UserWorld world, Person person) =>
        world.Simulator.State.Groups.IsMember(world.Simulator.State.Groups.FindByName("all-employees")!.Index, person.Index);
}
