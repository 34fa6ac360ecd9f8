using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Lists that change while they are read.</summary>
public sealed class ChangingListTests
{
    [Fact]
    public async Task An_account_deleted_between_two_pages_of_named_accounts_hides_no_other_account()
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        world.Simulator.Faults.On("/rest/api/3/user/bulk").Nth(2).Do(() => people.DeleteFromSite(3));
        var ids = Enumerable.Range(0, 60).Select(index => people[index].AccountId).ToArray();
        var result = world.Run($"Get-ExternalUser acme-jira -AccountId $ids {All}", ("ids", ids));
        Assert.Empty(ids.Where(id => id != people[3].AccountId).Except(Ids(result)));
    }

    [Fact]
    public async Task A_user_deleted_before_the_count_is_no_error()
    {
        await using var world = await StartAsync();
        var count = world.Simulator.Faults.On("/admin/**/users/count").Nth(1).Hold();
        world
            .Simulator.Faults.On(OrganizationSearch)
            .Nth(3)
            .Do(() =>
            {
                world.Simulator.State.People.Delete(Managed(world)[1]);
                count.Release();
            });
        var managed = Managed(world).Length;
        var ids = Ids(world.Ok($"Get-ExternalUser acme {All} -Managed"));
        Assert.Equal(managed, ids.Distinct().Count());
        Assert.Equal(managed, ids.Length);
        Assert.Equal(
            2 * ((managed + 19) / 20),
            world.Simulator.Requests.Snapshot().Count(request => request.Path.EndsWith("/users/search", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_user_added_to_a_page_already_read_while_another_is_deleted_is_read()
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        var managed = Managed(world);
        people.Delete(managed[1]);
        // The service counts the same number before and after, and a list that misses both of them has one less.
        world.Simulator.Faults.On(OrganizationSearch).Nth(4).Do(() => _ = people.Restore(managed[1]) && people.Delete(managed[^1]));
        var ids = Ids(world.Ok($"Get-ExternalUser acme {All} -Managed"));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(managed.SkipLast(1).Select(index => people[index].AccountId).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Users_added_and_deleted_in_every_reading_but_the_last_are_no_error()
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        var managed = Managed(world);
        people.Delete(managed[1]);
        people.Delete(managed[2]);
        var pages = (managed.Length - 2 + 19) / 20;
        world.Simulator.Faults.On(OrganizationSearch).Nth(4).Do(() => _ = people.Restore(managed[1]) && people.Delete(managed[^1]));
        world.Simulator.Faults.On(OrganizationSearch).Nth(pages + 4).Do(() => _ = people.Restore(managed[2]) && people.Delete(managed[^2]));
        var ids = Ids(world.Ok($"Get-ExternalUser acme {All} -Managed"));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Empty(managed.SkipLast(2).Select(index => people[index].AccountId).Except(ids));
    }

    [Fact]
    public async Task Users_that_are_only_added_or_only_deleted_need_no_second_reading()
    {
        foreach (
            var change in new Action<Population>[]
            {
                people => people.Delete(290),
                people => people.Delete(3),
                people => people.Restore(7),
                people => people.Add(),
            }
        )
        {
            await using var world = await StartAsync();
            world.Simulator.State.People.Delete(7);
            world.Simulator.Faults.On(OrganizationSearch).Nth(5).Do(() => change(world.Simulator.State.People));
            world.Ok($"Get-ExternalUser acme {All}");
            Assert.Equal(15, world.Simulator.Requests.Snapshot().Count(request => request.Path.EndsWith("/users/search", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(57)]
    [InlineData(299)]
    public async Task A_user_deleted_while_the_list_is_read_hides_nobody_else(int index)
    {
        foreach (var (source, path) in new[] { ("acme", OrganizationSearch), ("acme-jira", SiteSearch) })
        {
            await using var world = await StartAsync();
            var people = world.Simulator.State.People;
            world.Simulator.Faults.On(path).Nth(4).Do(() => people.Delete(index));
            var ids = Ids(world.Ok($"Get-ExternalUser {source} {All}"));
            Assert.Equal(ids.Length, ids.Distinct().Count());
            Assert.Empty(Enumerable.Range(0, 300).Where(other => other != index).Select(other => people[other].AccountId).Except(ids));
        }
    }

    [Fact]
    public async Task Users_added_deleted_and_restored_during_the_list_cause_no_gap_and_no_duplicate()
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        people.Delete(3);
        people.Delete(50);
        var always = Enumerable.Range(0, 300).Except([3, 50, 10, 120]).Select(index => people[index].AccountId).ToArray();
        var change = 0;
        world
            .Simulator.Faults.On(SiteSearch)
            .Every(4)
            .Do(() =>
                _ = System.Threading.Interlocked.Increment(ref change) switch
                {
                    1 => people.Delete(10),
                    2 => people.Restore(3),
                    3 => people.Restore(50) && people.Delete(120),
                    4 => people.Add() is not null,
                    _ => true,
                }
            );
        var ids = Ids(world.Ok($"Get-ExternalUser acme-jira {All} -ThrottleLimit 3"));
        Assert.True(change > 3);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Empty(always.Except(ids));
    }

    [Fact]
    public async Task A_list_that_changes_too_much_is_an_error()
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        var next = 0;
        world
            .Simulator.Faults.On(SiteSearch)
            .After(2)
            .Do(() =>
            {
                for (var i = 0; i < 60 && next < 299; i++)
                {
                    people.Delete(next++);
                }
            });
        var result = world.Run($"Get-ExternalUser acme-jira {All} -ThrottleLimit 1");
        AssertIncomplete(result, "acme-jira", "changed so much");
    }

    /// <summary>The managed people. A count of them means the same people that a list of them has.</summary>
    private static int[] Managed(UserWorld world)
    {
        world.Simulator.State.Behavior.OutsideAccounts = 0;
        return [.. Enumerable.Range(0, 300).Where(index => world.Simulator.State.People[index].Managed)];
    }
}
