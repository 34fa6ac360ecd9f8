using System.Collections.Generic;
using System.Linq;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests.People;

public sealed class PopulationChangeTests
{
    private readonly Population _people = new(1, 100, "acme.example");

    [Fact]
    public void Traits_match_the_person()
    {
        var people = new Population(5, 5000, "acme.example");
        Assert.All(Enumerable.Range(0, 5000), index => Assert.Equal(PersonTraits.Of(people[index]), people.TraitsOf(index)));
    }

    [Fact]
    public void A_deletion_moves_later_people_up_and_can_be_restored()
    {
        var gone = _people[10];
        Assert.True(_people.Delete(10));
        Assert.False(_people.Delete(10));
        Assert.Equal((99, 99, 100), (_people.Count, _people.SiteCount, _people.Limit));
        Assert.Equal(11, _people.FromSiteOffset(10, 1).Single().Index);
        Assert.Equal(99, _people.FromSiteOffset(98, 1).Single().Index);
        Assert.Null(_people.Find(gone.AccountId));
        Assert.True(_people.Restore(10));
        Assert.Equal(gone, _people.Find(gone.AccountId));
        Assert.Equal(10, _people.FromSiteOffset(10, 1).Single().Index);
    }

    [Fact]
    public void Offsets_are_correct_after_any_deletion()
    {
        foreach (var index in (int[])[0, 1, 5, 98, 99, 50, 51, 52, 7])
        {
            _people.Delete(index);
        }

        Assert.Equal(
            Enumerable.Range(0, 100).Where(_people.Exists),
            Enumerable.Range(0, _people.SiteCount).Select(offset => _people.FromSiteOffset(offset, 1).Single().Index)
        );
    }

    [Fact]
    public void A_page_is_a_snapshot_despite_deletions()
    {
        List<int> page = [];
        foreach (var person in _people.FromSiteOffset(20, 10))
        {
            page.Add(person.Index);
            _people.Delete(person.Index - 15);
        }

        Assert.Equal(Enumerable.Range(20, 10), page);
        Assert.Equal([98, 99], _people.FromSiteOffset(88, 10).Select(person => person.Index));
        Assert.Empty(_people.FromSiteOffset(90, 10));
    }

    [Fact]
    public void A_deletion_from_the_site_does_not_change_the_organization()
    {
        _people.DeleteFromSite(3);
        Assert.Equal((100, 99, true, false), (_people.Count, _people.SiteCount, _people.Exists(3), _people.IsOnSite(3)));
    }

    [Fact]
    public void New_people_are_active_and_at_the_end_of_the_list()
    {
        for (var number = 0; number < 60; number++)
        {
            var person = _people.Add();
            Assert.Equal((AccountKind.Person, "active"), (person.Kind, person.Status));
            Assert.Equal(person, _people.Find(person.AccountId));
            Assert.Equal(person.Index, _people.FromSiteOffset(_people.SiteCount - 1, 1).Single().Index);
        }

        Assert.Equal(160, _people.Count);
    }

    [Fact]
    public void Nobody_is_active_after_the_account_ends()
    {
        var people = new Population(2, 3000, "acme.example");
        Assert.All(Enumerable.Range(0, 3000).Select(index => people[index]).Where(person => person.DeactivatedDaysAgo is not null), person =>
            Assert.True(person.JiraDaysAgo is null || person.JiraDaysAgo >= int.Min(person.DeactivatedDaysAgo!.Value, person.JoinedDaysAgo))
        );
    }
}
