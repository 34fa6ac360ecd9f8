using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator;
using Xunit;

namespace ExternalSources.Module.Tests;

/// <summary>Every filter on an organization, against what the simulator itself knows.</summary>
public sealed class OrganizationUserTests
{
    private static readonly Dictionary<string, Func<UserWorld, Person, bool>> Filters = new()
    {
        ["-Status Active"] = (_, p) => p.AccountStatus != "closed" && !p.ForDeletion && p.Status == "active",
        ["-Status Suspended, Deactivated"] = (_, p) => p.AccountStatus != "closed" && !p.ForDeletion && p.Status is "suspended" or "deactivated" && p.AccountStatus != "closed" && !p.ForDeletion,
        ["-Status ForDeletion"] = (_, p) => p.AccountStatus != "closed" && p.ForDeletion,
        ["-Status Deleted"] = (_, p) => p.AccountStatus == "closed",
        ["-Managed"] = (_, p) => p.Managed,
        ["-Managed:$false"] = (_, p) => !p.Managed,
        ["-TwoStepVerification"] = (_, p) => p.TwoStepVerification,
        ["-EmailDomain acme.example"] = (_, p) => p.HasDomain("acme.example"),
        ["-Name a*"] = (_, p) => p.Name.StartsWith("a", StringComparison.OrdinalIgnoreCase),
        ["-Email *@acme.example"] = (_, p) => p.VisibleEmail?.EndsWith("@acme.example", StringComparison.OrdinalIgnoreCase) == true,
        ["-Group all-employees"] = (w, p) => w.Simulator.State.Groups.IsMember(w.Simulator.State.Groups.FindByName("all-employees")!.Index, p.Index),
        ["-NotInGroup all-employees"] = (w, p) => !w.Simulator.State.Groups.IsMember(w.Simulator.State.Groups.FindByName("all-employees")!.Index, p.Index),
        ["-Group all-employees -Status Active -Managed"] = (w, p) => p.Managed && p.AccountStatus != "closed" && !p.ForDeletion && p.Status == "active" && w.Simulator.State.Groups.IsMember(w.Simulator.State.Groups.FindByName("all-employees")!.Index, p.Index),
    };

    public static TheoryData<string> Names => [.. Filters.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_filter_selects_just_those_who_fit(string filter)
    {
        await using var world = await UserWorld.StartAsync();
        var expected = UserWorld.Sorted(world.Humans.Where(person => Filters[filter](world, person)));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, world.Ids("Get-ExternalUser acme " + filter));
    }

    [Fact]
    public async Task The_whole_list_is_everybody_once()
    {
        await using var world = await UserWorld.StartAsync();
        Assert.Equal(UserWorld.Sorted(world.Humans), world.Ids("Get-ExternalUser acme"));
        Assert.Equal(UserWorld.Sorted(world.People), world.Ids("Get-ExternalUser acme -AccountType Person, App, Customer"));
    }

    [Fact]
    public async Task Activity_before_after_and_never()
    {
        await using var world = await UserWorld.StartAsync();
        var all = world.Ok("Get-ExternalUser acme").OutputOf<ExternalUser>();
        var date = DateTimeOffset.UtcNow.AddDays(-90);
        var before = UserWorld.Sorted(all.Where(user => user.LastActive < date).Select(user => user.AccountId));
        var after = UserWorld.Sorted(all.Where(user => user.LastActive >= date).Select(user => user.AccountId));
        var never = UserWorld.Sorted(all.Where(user => user.ActivityKnown && user.LastActive is null).Select(user => user.AccountId));
        Assert.All(new[] { before, after, never }, Assert.NotEmpty);
        Assert.Equal(all.Count(user => user.ActivityKnown), before.Length + after.Length + never.Length);
        Assert.Equal(before, world.Ids("Get-ExternalUser acme -LastActiveBefore $date", ("date", date)));
        Assert.Equal(after, world.Ids("Get-ExternalUser acme -LastActiveAfter $date", ("date", date)));
        Assert.Equal(never, world.Ids("Get-ExternalUser acme -NeverActive"));
        var inactive = world.Ids("Get-ExternalUser acme -InactiveFor 90");
        Assert.Empty(before.Except(inactive));
        Assert.Empty(inactive.Except(before).Except(never));
        Assert.Equal(inactive, world.Ids("Get-ExternalUser acme -InactiveFor ([timespan]::FromDays(90))"));
    }

    [Fact]
    public async Task A_list_of_people_selects_by_its_columns_and_tells_who_is_missing()
    {
        await using var world = await UserWorld.StartAsync();
        var two = world.Humans.Where(person => person.VisibleEmail is not null).Take(2).ToArray();
        var result = world.Run("""
            @(
                [pscustomobject]@{ Email = $one; AccountId = '' }
                [pscustomobject]@{ Email = ''; AccountId = $two }
                [pscustomobject]@{ Email = 'nobody@acme.example'; AccountId = '' }
            ) | Get-ExternalUser -Source acme
            """, ("one", two[0].VisibleEmail), ("two", two[1].AccountId));
        Assert.Equal(UserWorld.Sorted(two), UserWorld.Sorted(result.OutputOf<ExternalUser>().Select(user => user.AccountId)));
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("UserNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("nobody@acme.example", error.TargetObject);
    }

    [Fact]
    public async Task First_stops_the_requests()
    {
        await using var world = await UserWorld.StartAsync(users: 2000);
        Assert.Equal(10, world.Ok("Get-ExternalUser acme -First 10").Output.Count);
        // The first page, the next one that was asked for while it was written, and the count.
        Assert.True(world.Simulator.Requests.Count <= 4, $"{world.Simulator.Requests.Count} requests");
        var all = world.Ok("Get-ExternalUser acme").OutputOf<ExternalUser>().Select(user => user.AccountId).ToArray();
        Assert.Equal(all[5..8], world.Ok("Get-ExternalUser acme -Skip 5 -First 3").OutputOf<ExternalUser>().Select(user => user.AccountId));
    }

    [Fact]
    public async Task A_list_that_does_not_come_to_the_services_count_is_an_error()
    {
        await using var world = await UserWorld.StartAsync();
        world.Simulator.Faults.On("**/users/count").AdjustCount(3);
        var result = world.Run("Get-ExternalUser acme");
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("acme", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_of_the_rate_is_waited_for_and_shown()
    {
        await using var world = await UserWorld.StartAsync();
        world.Simulator.Faults.On("POST", "**/users/search").Nth(2).Respond(429, retryAfter: TimeSpan.FromSeconds(17));
        var before = world.Shell.Clock.UtcNow;
        var result = world.Ok("Get-ExternalUser acme");
        Assert.Equal(world.Humans.Count, result.Output.Count);
        Assert.True(world.Shell.Clock.UtcNow - before >= TimeSpan.FromSeconds(17));
        Assert.Contains(result.Progress, record => record.StatusDescription.Contains("acme asks to wait for", StringComparison.Ordinal) && record.SecondsRemaining >= 17);
        Assert.Contains(result.Progress, record => record.StatusDescription.Contains(" of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cursor_that_leads_back_is_an_error()
    {
        await using var world = await UserWorld.StartAsync();
        world.Simulator.Faults.On("POST", "**/users/search").Nth(3).RepeatCursor();
        Assert.StartsWith("IncompleteList,", Assert.Single(world.Run("Get-ExternalUser acme").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_resets_half_way_is_asked_for_again_and_one_that_always_fails_says_how_far_the_list_was()
    {
        await using var world = await UserWorld.StartAsync();
        world.Simulator.Faults.On("POST", "**/users/search").Nth(2).ResetHalfway();
        Assert.Equal(UserWorld.Sorted(world.Humans), world.Ids("Get-ExternalUser acme"));
        world.Simulator.Faults.Clear();
        world.Simulator.Faults.On("POST", "**/users/search").After(2).Respond(500);
        var error = Assert.Single(world.Run("Get-ExternalUser acme").Errors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("after 200 rows", error.ToString(), StringComparison.Ordinal);
    }
}
