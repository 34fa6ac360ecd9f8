using System;
using System.Linq;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

public class StoreContentTests
{
    public static TheoryData<string> AllCultures => Cultures.All;

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void A_name_is_found_in_any_case_and_in_any_culture(string culture)
    {
        var source = SampleSource.Named("initech");
        var content = StoreContent.Empty.With(source);
        Assert.Same(source, Cultures.In(culture, () => content.Find("INITECH")));
    }

    [Fact]
    public void A_source_takes_the_place_of_the_one_with_its_id_even_under_a_new_name()
    {
        var source = SampleSource.Named("acme");
        var content = StoreContent.Empty.With(SampleSource.Named("beta")).With(source).With(source with { Name = "zeta" });
        Assert.Equal(["beta", "zeta"], content.Sources.Select(other => other.Name));
    }

    [Fact]
    public void Exemptions_follow_a_source_to_its_new_name()
    {
        var content = StoreContent.Empty with { Exemptions = [Limited("acme", "beta"), Limited("beta"), Limited(), Limited("ACME", "zeta")] };
        Assert.Equal(["zeta,beta", "beta", "", "zeta"], content.WithRenamed("Acme", "zeta").Exemptions.Select(exemption => string.Join(',', exemption.Source)));
        Assert.Same(content, content.WithRenamed("nobody", "zeta"));
        Assert.Same(content, content.WithRenamed("acme", "acme"));

        static ExternalExemption Limited(params string[] sources) =>
            new()
            {
                Id = Guid.NewGuid(),
                Kind = ExemptionKind.User,
                Value = "1",
                Source = sources,
                Reason = "kept",
                AddedBy = "ada",
                AddedAt = TestClock.Start,
            };
    }

    [Fact]
    public void Sources_are_in_order_of_their_names_without_regard_to_case()
    {
        var content = StoreContent.Empty.With(SampleSource.Named("b")).With(SampleSource.Named("C")).With(SampleSource.Named("A"));
        Assert.Equal(["A", "b", "C"], content.Sources.Select(source => source.Name));
    }

    [Fact]
    public void Removing_takes_one_source_and_leaves_the_others_and_the_orphans()
    {
        var (one, two) = (SampleSource.Named("one"), SampleSource.Named("two"));
        var orphan = new SecretReference("Vault", "name");
        var content = StoreContent.Empty.With(one).With(two).WithOrphan(orphan).Without(one.Id);
        Assert.Equal([two], content.Sources);
        Assert.Equal([orphan], content.Orphans);
        Assert.Null(content.Find(one.Id));
        Assert.Same(two, content.Find(two.Id));
    }

    [Fact]
    public void An_orphan_is_noted_once()
    {
        var content = StoreContent.Empty.WithOrphan(new SecretReference("Vault", "name")).WithOrphan(new SecretReference("Vault", "name"));
        Assert.Single(content.Orphans);
        Assert.Empty(content.WithoutOrphan(new SecretReference("Vault", "name")).Orphans);
        Assert.Single(content.WithoutOrphan(new SecretReference("Other", "name")).Orphans);
    }
}
