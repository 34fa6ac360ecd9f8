using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests.Groups;

public sealed class GroupRegistryTests
{
    [Theory]
    [InlineData(1, 40, 2)]
    [InlineData(2, 5, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(7, 60, 3)]
    [InlineData(100, 14, 2)]
    [InlineData(1000, 200, 4)]
    [InlineData(2500, 73, 2)]
    public void Members_groups_and_counts_agree(int users, int groups, int directories)
    {
        (var people, var registry) = Make(users, groups, directories);
        var members = registry.All.ToDictionary(group => group.Index, group => registry.Members(group.Index).Select(person => person.Index).ToHashSet());
        for (var person = 0; person < users; person++)
        {
            Assert.Equal(
                members.Where(group => group.Value.Contains(person)).Select(group => group.Key).Order(),
                registry.GroupsOf(person).Select(group => group.Index)
            );
        }

        foreach (var group in registry.All)
        {
            Assert.Equal(members[group.Index].Count, registry.MemberCount(group.Index));
            Assert.Equal(members[group.Index].Count, registry.Members(group.Index).Count());
            Assert.All(members[group.Index], person => Assert.True(registry.IsMember(group.Index, person) && registry.InDirectory(person, group.Directory)));
            Assert.Equal(users, Enumerable.Range(0, users).Count(person => registry.IsMember(group.Index, person)) + users - members[group.Index].Count);
        }

        Assert.Equal(groups, registry.Count);
        Assert.Equal(groups, registry.All.Select(group => group.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(groups, registry.All.Select(group => group.Id).Distinct().Count());
    }

    [Fact]
    public void Any_offset_matches_the_complete_list()
    {
        (var people, var registry) = Make(3000, 40, 2);
        people.Delete(17);
        people.DeleteFromSite(18);
        registry.Remove(2, registry.Members(2).ElementAt(3).Index);
        foreach (var view in Enum.GetValues<MemberView>())
        {
            List<int> all = [.. registry.Members(2, 0, view).Select(person => person.Index)];
            Assert.Equal(all.Count, registry.MemberCount(2, view));
            for (var offset = 0; offset < all.Count + 3; offset += 7)
            {
                Assert.Equal(all.Skip(offset).Take(60), registry.Members(2, offset, view).Take(60).Select(person => person.Index));
            }
        }
    }

    [Fact]
    public void The_generated_mix_has_every_kind()
    {
        (var people, var registry) = Make(20_000, 300, 2);
        List<int> sizes = [.. registry.All.Select(group => registry.MemberCount(group.Index))];
        Assert.Contains(0, sizes);
        Assert.Contains(sizes, size => size is > 0 and < 5);
        Assert.InRange(registry.MemberCount(registry.FindByName("all-employees")!.Index), 9_900, 10_300);
        Assert.Contains(registry.All, group => group.ExternalSynced);
        Assert.Contains(registry.All, group => group.Directory == 1);
        Assert.Contains(registry.All, group => group.Grants.Count > 1);
        Assert.Contains(registry.All, group => group.Name.Any(letter => letter > 0x3000));
        Assert.All(Enumerable.Range(0, 300), person =>
            Assert.DoesNotContain(registry.GroupsOf(person), _ =>
                people[person].Kind == AccountKind.Customer || people[person].Membership == MembershipState.None
            )
        );
        Assert.True(registry.IsMember(registry.FindByName("org-admins")!.Index, 0));
    }

    [Fact]
    public void Groups_are_found_by_id_and_by_current_name()
    {
        (_, var registry) = Make(100, 50, 2);
        foreach (var group in registry.All)
        {
            Assert.Same(group, registry.Find(group.Id.ToUpperInvariant()));
            Assert.Same(group, registry.FindByName(group.Name.ToUpperInvariant()));
        }

        var team = registry.Rename(20, "Renamed 3");
        Assert.Equal(20, registry.FindByName("renamed 3")?.Index);
        Assert.Equal("Renamed 3", registry.Find(team.Id)!.Name);
        var created = registry.Create("dl-12");
        Assert.Equal(created, registry.Find(created.Id));
        Assert.True(registry.Delete(created.Index));
        Assert.Null(registry.Find(created.Id));
        Assert.Null(registry.FindByName("dl-12"));
        Assert.Null(registry.FindByName("unknown 5"));
        Assert.Null(registry.Find(Guid.Empty.ToString()));
    }

    [Fact]
    public void Members_are_added_and_removed()
    {
        (var people, var registry) = Make(200, 40, 2);
        var group = registry.Create("Project");
        int[] some = [.. Enumerable.Range(0, 200).Where(person => people.TraitsOf(person).MayBeInGroups).Take(30)];
        Assert.All(some, person => Assert.True(registry.Add(group.Index, person)));
        Assert.False(registry.Add(group.Index, some[0]));
        Assert.Equal(some, registry.Members(group.Index).Select(person => person.Index));
        Assert.True(registry.Remove(group.Index, some[4]));
        Assert.False(registry.Remove(group.Index, some[4]));
        Assert.Equal(some[5], registry.Members(group.Index, 4).First().Index);
        Assert.DoesNotContain(group, registry.GroupsOf(some[4]));
        Assert.Contains(group, registry.GroupsOf(some[5]));

        var first = registry.Members(0).First().Index;
        Assert.False(registry.Add(0, first));
        Assert.True(registry.Remove(0, first));
        Assert.False(registry.IsMember(0, first));
        Assert.True(registry.Add(0, first));
        Assert.Equal(first, registry.Members(0).First().Index);
        people.Delete(first);
        Assert.False(registry.IsMember(0, first));
        Assert.Empty(registry.GroupsOf(first));
    }

    [Fact]
    public void A_person_added_later_can_be_a_member()
    {
        (var people, var registry) = Make(50, 20, 2);
        var person = people.Add(added => added with { Name = "Late Comer" });
        Assert.Empty(registry.GroupsOf(person.Index));
        Assert.True(registry.Add(0, person.Index));
        Assert.Equal("Late Comer", registry.Members(0).Last().Name);
        Assert.Equal(person, people.Find(person.AccountId));
    }

    [Fact]
    public void Any_offset_of_a_very_large_group_costs_the_same()
    {
        (_, var registry) = Make(1_000_000, 20_000, 2);
        var half = registry.MemberCount(2) / 2;
        var start = Stopwatch.GetTimestamp();
        for (var page = 0; page < 1000; page++)
        {
            Assert.Equal(50, registry.Members(2, half + (page * 50)).Take(50).Count());
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Concurrent_changes_lose_nothing()
    {
        (var people, var registry) = Make(2000, 20, 1);
        var group = registry.Create("Busy");
        int[] some = [.. Enumerable.Range(0, 2000).Where(person => people.TraitsOf(person).MayBeInGroups)];
        await Task.WhenAll(
            some.Chunk(100)
                .Select(chunk =>
                    Task.Run(() =>
                    {
                        foreach (var person in chunk)
                        {
                            registry.Add(group.Index, person);
                            _ = registry.MemberCount(group.Index);
                        }
                    })
                )
        );
        Assert.Equal(some, registry.Members(group.Index).Select(person => person.Index).Order());
    }

    private static (Population People, GroupRegistry Groups) Make(int users, int groups, int directories)
    {
        var people = new Population(1, users, "acme.example");
        return (people, new GroupRegistry(new GroupPlan(1, users, groups, directories), 1, people));
    }
}
