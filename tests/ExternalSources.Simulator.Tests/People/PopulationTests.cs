using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests.People;

public sealed class PopulationTests
{
    private static readonly Population People = new(1, 5000, "acme.example");

    [Fact]
    public void The_same_seed_gives_the_same_people_in_any_order()
    {
        var other = new Population(1, 100_000, "acme.example");
        for (var index = 4999; index >= 0; index -= 13)
        {
            Assert.Equal(People[index], other[index]);
        }
    }

    /// <summary>The people of a seed are fixed here, because other tests rely on them.</summary>
    [Fact]
    public void Seed_1_produces_these_people()
    {
        Assert.Equal(("557058:19016cc8-f346-41a7-92f6-d0470be1a7b1", "admin@acme.example"), (People[0].AccountId, People[0].Email));
        Assert.Equal(("712020:1a5f8870-fe8e-4c0c-a270-e095a0d90c5c", "松本 莉子"), (People[1].AccountId, People[1].Name));
        Assert.Equal(("570fba89d257c89f07f50005", "torbjorn.nilsson3@consulting.example"), (People[3].AccountId, People[3].Email));
    }

    [Fact]
    public void Another_seed_gives_other_people()
    {
        var other = new Population(2, 100, "acme.example");
        Assert.Empty(
            Enumerable.Range(0, 100).Select(index => other[index].AccountId).Intersect(Enumerable.Range(0, 100).Select(index => People[index].AccountId))
        );
    }

    [Fact]
    public void Each_person_has_a_unique_id_and_address_and_is_found_by_both()
    {
        HashSet<string> ids = [];
        for (var index = 0; index < People.Count; index++)
        {
            var person = People[index];
            Assert.True(ids.Add(person.AccountId));
            Assert.Equal(index, People.Find(person.AccountId)?.Index);
            if (person.Email is { } email)
            {
                Assert.Equal(index, People.FindByEmail(email.ToUpperInvariant())?.Index);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("557058:nobody")]
    [InlineData("557058:19016cc8-f346-41a7-92f6-d0470be1a7b2")]
    [InlineData("712020:19016cc8-f346-41a7-92f6-d0470be1a7b1")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzz")]
    public void An_unknown_id_finds_nobody(string accountId) => Assert.Null(People.Find(accountId));

    [Fact]
    public void The_generated_mix_has_every_kind()
    {
        List<Person> people = [.. Enumerable.Range(0, People.Count).Select(index => People[index])];
        Assert.Equal(["active", "deactivated", "for_deletion", "not_invited", "suspended"], people.Select(person => person.Status).Distinct().Order());
        Assert.Equal(["app", "atlassian", "customer"], people.Select(person => person.AccountType).Distinct().Order());
        Assert.Contains(people, person => person.Account == AccountState.Closed);
        Assert.Contains(people, person => person.Email is not null && person.VisibleEmail is null);
        Assert.Contains(people, person => person.ManagementSource == "synced");
        Assert.Contains(people, person => person.JiraDaysAgo is null);
        Assert.Contains(people, person => person.Name.EnumerateRunes().Any(rune => rune.Value is >= 0x4E00 and < 0xA000));
        Assert.Contains(people, person => person.Name.EnumerateRunes().Any(rune => rune.Value is >= 0x0600 and < 0x0700));
        Assert.Contains(people, person => person.Name.EnumerateRunes().Any(rune => rune.Value is >= 0x0400 and < 0x0500));
        Assert.All(people, person => Assert.True(person.Email is null || Ascii.IsValid(person.Email)));
        Assert.All(people, person => Assert.Matches("^[a-zA-Z0-9_|:-]{1,128}$", person.AccountId));
    }

    [Fact]
    public void A_changed_person_stays_changed_and_is_found()
    {
        var people = new Population(3, 10, "acme.example");
        var before = people[4];
        people.Change(4, person => person with { Email = "new@elsewhere.example", Membership = MembershipState.Suspended, AccountId = "forged" });
        Assert.Equal((before.AccountId, MembershipState.Suspended), (people[4].AccountId, people[4].Membership));
        Assert.Equal(4, people.FindByEmail("New@elsewhere.example")?.Index);
        Assert.Null(people.FindByEmail(before.Email!));
        Assert.Equal("new@elsewhere.example", people.Find(before.AccountId)?.Email);
    }

    [Fact]
    public async Task A_hundred_million_people_do_not_slow_the_start()
    {
        var start = Stopwatch.GetTimestamp();
        await using var simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 100_000_000 }, TestContext.Current.CancellationToken);
        Assert.Equal(99_999_999, simulator.State.People.Find(simulator.State.People[99_999_999].AccountId)!.Index);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }
}
