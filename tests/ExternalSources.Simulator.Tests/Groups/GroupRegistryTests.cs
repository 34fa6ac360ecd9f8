using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests;

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
    public void Members_groups_and_counts_say_the_same(int users, int groups, int directories)
    {
        (var people, var book) = Make(users, groups, directories);
        var members = book.All.ToDictionary(group => group.Index, group => book.Members(group.Index).Select(person => person.Index).ToHashSet());
        for (var person = 0; person < users; person++)
        {
            Assert.Equal(
                members.Where(group => group.Value.Contains(person)).Select(group => group.Key).Order(),
                book.GroupsOf(person).Select(group => group.Index)
            );
        }

        foreach (var group in book.All)
        {
            Assert.Equal(members[group.Index].Count, book.MemberCount(group.Index));
            Assert.Equal(members[group.Index].Count, book.Members(group.Index).Count());
            Assert.All(members[group.Index], person => Assert.True(book.IsMember(group.Index, person) && book.InDirectory(person, group.Directory)));
            Assert.Equal(users, Enumerable.Range(0, users).Count(person => book.IsMember(group.Index, person)) + users - members[group.Index].Count);
        }

        Assert.Equal(groups, book.Count);
        Assert.Equal(groups, book.All.Select(group => group.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(groups, book.All.Select(group => group.Id).Distinct().Count());
    }

    [Fact]
    public void Any_offset_is_where_the_whole_list_has_it()
    {
        (var people, var book) = Make(3000, 40, 2);
        people.Delete(17);
        people.DeleteFromSite(18);
        book.Remove(2, book.Members(2).ElementAt(3).Index);
        foreach (var view in Enum.GetValues<MemberView>())
        {
            List<int> all = [.. book.Members(2, 0, view).Select(person => person.Index)];
            Assert.Equal(all.Count, book.MemberCount(2, view));
            for (var offset = 0; offset < all.Count + 3; offset += 7)
            {
                Assert.Equal(all.Skip(offset).Take(60), book.Members(2, offset, view).Take(60).Select(person => person.Index));
            }
        }
    }

    [Fact]
    public void Everything_is_in_the_mix()
    {
        (var people, var book) = Make(20_000, 300, 2);
        List<int> sizes = [.. book.All.Select(group => book.MemberCount(group.Index))];
        Assert.Contains(0, sizes);
        Assert.Contains(sizes, size => size is > 0 and < 5);
        Assert.InRange(book.MemberCount(book.FindByName("all-employees")!.Index), 9_900, 10_300);
        Assert.Contains(book.All, group => group.ExternalSynced);
        Assert.Contains(book.All, group => group.Directory == 1);
        Assert.Contains(book.All, group => group.Grants.Count > 1);
        Assert.Contains(book.All, group => group.Name.Any(letter => letter > 0x3000));
        Assert.All(Enumerable.Range(0, 300), person =>
            Assert.DoesNotContain(book.GroupsOf(person), _ => people[person].Kind == AccountKind.Customer || people[person].Membership == MembershipState.None)
        );
        Assert.True(book.IsMember(book.FindByName("org-admins")!.Index, 0));
    }

    [Fact]
    public void Groups_are_found_by_id_and_by_the_name_of_today()
    {
        (_, var book) = Make(100, 50, 2);
        foreach (var group in book.All)
        {
            Assert.Same(group, book.Find(group.Id.ToUpperInvariant()));
            Assert.Same(group, book.FindByName(group.Name.ToUpperInvariant()));
        }

        var team = book.Rename(20, "Renamed 3");
        Assert.Equal(20, book.FindByName("renamed 3")?.Index);
        Assert.Equal("Renamed 3", book.Find(team.Id)!.Name);
        var created = book.Create("dl-12");
        Assert.Equal(created, book.Find(created.Id));
        Assert.True(book.Delete(created.Index));
        Assert.Null(book.Find(created.Id));
        Assert.Null(book.FindByName("dl-12"));
        Assert.Null(book.FindByName("nobody knows it 5"));
        Assert.Null(book.Find(Guid.Empty.ToString()));
    }

    [Fact]
    public void Members_come_and_go()
    {
        (var people, var book) = Make(200, 40, 2);
        var group = book.Create("Project");
        int[] some = [.. Enumerable.Range(0, 200).Where(person => people.TraitsOf(person).MayBeInGroups).Take(30)];
        Assert.All(some, person => Assert.True(book.Add(group.Index, person)));
        Assert.False(book.Add(group.Index, some[0]));
        Assert.Equal(some, book.Members(group.Index).Select(person => person.Index));
        Assert.True(book.Remove(group.Index, some[4]));
        Assert.False(book.Remove(group.Index, some[4]));
        Assert.Equal(some[5], book.Members(group.Index, 4).First().Index);
        Assert.DoesNotContain(group, book.GroupsOf(some[4]));
        Assert.Contains(group, book.GroupsOf(some[5]));

        var first = book.Members(0).First().Index;
        Assert.False(book.Add(0, first));
        Assert.True(book.Remove(0, first));
        Assert.False(book.IsMember(0, first));
        Assert.True(book.Add(0, first));
        Assert.Equal(first, book.Members(0).First().Index);
        people.Delete(first);
        Assert.False(book.IsMember(0, first));
        Assert.Empty(book.GroupsOf(first));
    }

    [Fact]
    public void Whoever_was_added_later_can_be_a_member_too()
    {
        (var people, var book) = Make(50, 20, 2);
        var person = people.Add(added => added with { Name = "Late Comer" });
        Assert.Empty(book.GroupsOf(person.Index));
        Assert.True(book.Add(0, person.Index));
        Assert.Equal("Late Comer", book.Members(0).Last().Name);
        Assert.Equal(person, people.Find(person.AccountId));
    }

    [Fact]
    public void The_middle_of_a_very_large_group_is_as_near_as_its_start()
    {
        (_, var book) = Make(1_000_000, 20_000, 2);
        var half = book.MemberCount(2) / 2;
        var start = Stopwatch.GetTimestamp();
        for (var page = 0; page < 1000; page++)
        {
            Assert.Equal(50, book.Members(2, half + (page * 50)).Take(50).Count());
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Many_hands_at_once_lose_nothing()
    {
        (var people, var book) = Make(2000, 20, 1);
        var group = book.Create("Busy");
        int[] some = [.. Enumerable.Range(0, 2000).Where(person => people.TraitsOf(person).MayBeInGroups)];
        await Task.WhenAll(
            some.Chunk(100)
                .Select(chunk =>
                    Task.Run(() =>
                    {
                        foreach (var person in chunk)
                        {
                            book.Add(group.Index, person);
                            _ = book.MemberCount(group.Index);
                        }
                    })
                )
        );
        Assert.Equal(some, book.Members(group.Index).Select(person => person.Index).Order());
    }

    private static (Population People, GroupRegistry Groups) Make(int users, int groups, int directories)
    {
        var people = new Population(1, users, "acme.example");
        return (people, new GroupRegistry(new GroupPlan(1, users, groups, directories), 1, people));
    }
}
