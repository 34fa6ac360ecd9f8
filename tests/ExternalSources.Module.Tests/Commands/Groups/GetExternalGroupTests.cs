using System;
using System.Linq;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Simulator.Groups;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Groups;

/// <summary>The groups of an organization and a site.</summary>
public sealed class GetExternalGroupTests : GroupTest
{
    [Fact]
    public void All_groups_of_both_sources_are_returned_with_their_data()
    {
        var groups = World.Ok("Get-ExternalGroup").OutputOf<ExternalGroup>().ToLookup(group => group.Source);
        var directories = World.Simulator.State.Organizations[0].Directories.ToArray();
        Assert.Equal(
            Book.All.Select(group => (group.Id, group.Name, directories[group.Directory].Id, (bool?)group.ExternalSynced)).Order(),
            groups["acme"].Select(group => (group.Id, group.Name, group.Directory!, group.ExternallySynced)).Order()
        );
        Assert.Equal(OnSite.Select(group => (group.Id, group.Name)).Order(), groups["acme-jira"].Select(group => (group.Id, group.Name)).Order());
        Assert.All(groups["acme-jira"], group => Assert.Null(group.ExternallySynced));
        Assert.All(groups.SelectMany(group => group), group => Assert.Null(group.MemberCount));
        Assert.All(groups.SelectMany(group => group), group => Assert.Null(group.Applications));
    }

    [Theory]
    [InlineData("-Name ALL-employees", "all-employees")]
    [InlineData("-Name contractors, nobody-yet", "contractors", "nobody-yet")]
    [InlineData("-Name confluence-*", "confluence-users", "confluence-guests")]
    [InlineData("-Name '*-use?s'", "jira-software-users", "confluence-users", "jira-servicemanagement-users", "jira-product-discovery-users")]
    [InlineData("-Name 'team [ab]'", "team b")]
    [InlineData("-Name 'team `[blue`]'", "team [blue]")]
    [InlineData("-Name 'team `[*'", "team [blue]")]
    [InlineData("-Name nothing*")]
    public void Groups_are_found_by_name(string arguments, params string[] names)
    {
        foreach (var source in new[] { "acme", "acme-jira" })
        {
            Assert.Equal(names.Order(), World.Ok($"Get-ExternalGroup {source} {arguments}").OutputOf<ExternalGroup>().Select(group => group.Name).Order());
        }
    }

    [Theory]
    [InlineData("-Name nothing-like-it, contractors")]
    [InlineData("-Id nothing-like-it")]
    [InlineData("-Name nothing-like-it -IncludeCounts")]
    public void An_unknown_name_or_id_is_an_error(string arguments)
    {
        var result = World.Run($"Get-ExternalGroup {arguments}");
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("GroupNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("nothing-like-it", error.TargetObject);
        Assert.Equal(arguments.Contains("contractors", StringComparison.Ordinal) ? 2 : 0, result.Output.Count);
    }

    [Theory]
    [InlineData("$null | Get-ExternalGroup")]
    [InlineData("'' | Get-ExternalGroup")]
    [InlineData("Get-ExternalUser acme -First 1 | Get-ExternalGroup")]
    [InlineData("[pscustomobject]@{ Source = '' } | Get-ExternalGroup")]
    [InlineData("[pscustomobject]@{ Source = 'acme'; Name = 'contractors' } | Get-ExternalGroup")]
    [InlineData("[pscustomobject]@{ Source = 'acme'; Id = '' } | Get-ExternalGroup")]
    [InlineData("[pscustomobject]@{ Id = 'contractors' } | Get-ExternalGroup")]
    [InlineData("[pscustomobject]@{ Source = 'acme'; Id = 'nothing-like-it' } | Get-ExternalGroup")]
    [InlineData("Get-ExternalGroup -InputObject $null")]
    [InlineData("$null | Get-ExternalDirectory")]
    [InlineData("[pscustomobject]@{ Source = ''; Group = 'contractors' } | Get-ExternalGroupMember")]
    [InlineData("$null | Get-ExternalGroupMember -Group contractors")]
    public void Input_without_a_source_is_an_error(string script)
    {
        var result = World.Run(script);
        Assert.Empty(result.Output);
        Assert.Single(result.AllErrors);
    }

    [Fact]
    public void A_row_with_only_a_source_lists_its_groups() =>
        Assert.Equal(World.Ok("Get-ExternalGroup acme").Output.Count, World.Ok("[pscustomobject]@{ Source = 'acme' } | Get-ExternalGroup").Output.Count);

    [Fact]
    public void Groups_from_the_pipeline_are_read_again()
    {
        var groups = World.Ok("Get-ExternalGroup acme, acme-jira -Name contractors | Get-ExternalGroup -IncludeCounts").OutputOf<ExternalGroup>();
        Assert.Equal(["acme", "acme-jira"], groups.Select(group => group.Source).Order());
        Assert.All(groups, group => Assert.Equal(("contractors", true), (group.Name, group.MemberCount is not null)));
        Assert.Empty(World.Ok("Get-ExternalGroup acme -Name nobody-yet | Get-ExternalGroup -Application jira-software").Output);
        var id = Book.FindByName("contractors")!.Id;
        Book.Rename(Book.FindByName("contractors")!.Index, "renamed");
        Assert.Equal(id, Assert.Single(World.Ok("Get-ExternalGroup acme -Name renamed | Get-ExternalGroup").OutputOf<ExternalGroup>()).Id);
    }

    [Fact]
    public void Groups_of_a_list_are_read_again()
    {
        var groups = World
            .Ok(
                "Get-ExternalGroup acme, acme-jira -Name contractors, all-employees | "
                    + "ForEach-Object { [pscustomobject]@{ Source = $_.Source; Id = $_.Id; Name = $_.Name; MemberCount = '' } } | "
                    + "Get-ExternalGroup -IncludeCounts"
            )
            .OutputOf<ExternalGroup>();
        Assert.Equal(4, groups.Count);
        Assert.All(groups, group => Assert.NotNull(group.MemberCount));
        Assert.Equal(
            "acme-jira",
            Assert
                .Single(
                    World
                        .Ok("[pscustomobject]@{ Id = $id } | Get-ExternalGroup acme-jira", ("id", groups.First(group => group.Source == "acme-jira").Id))
                        .OutputOf<ExternalGroup>()
                )
                .Source
        );
    }

    [Fact]
    public void A_source_that_does_not_respond_is_one_error_for_all_groups()
    {
        World.Simulator.Faults.On("/rest/api/3/group/member").Respond(403);
        var error = Assert.Single(World.Run("Get-ExternalGroup acme-jira -Name *-users | Get-ExternalGroupMember").AllErrors);
        Assert.Equal("acme-jira", error.TargetObject);
    }

    [Fact]
    public void A_list_that_the_service_ends_before_its_own_count_is_an_error()
    {
        World.Simulator.Faults.On("/rest/api/3/group/bulk").RespondWith(200, """{"startAt":0,"maxResults":50,"total":52,"isLast":false,"values":[]}""");
        var result = World.Run("Get-ExternalGroup acme-jira");
        Assert.Empty(result.Output);
        Assert.StartsWith("IncompleteList,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Id $ids", 1)]
    [InlineData("-Name all-employees, contractors", 1)]
    [InlineData("-Name all-employees, contractors -Id $ids", 1)]
    [InlineData("-Name all-employees, contractor?", 5)]
    [InlineData("-Name all-employees, contractors, typo", 6)]
    public void Named_groups_of_a_site_need_one_request_and_the_list_only_if_one_is_missing(string arguments, int most)
    {
        var found = World.Run($"Get-ExternalGroup acme-jira {arguments} -ThrottleLimit 1", ("ids", new[] { Book[2].Id, Book[8].Id })).OutputOf<ExternalGroup>();
        Assert.Equal(["all-employees", "contractors"], found.Select(group => group.Name).Order());
        Assert.InRange(World.Simulator.Requests.Count, 1, most);
    }

    [Theory]
    [InlineData("Get-ExternalGroup {0} -Name $decomposed")]
    [InlineData("Get-ExternalGroup {0} -Name $composed")]
    [InlineData("Get-ExternalGroup {0} -Name $decomposed*")]
    [InlineData("Get-ExternalGroup {0} -Name $decomposed | Get-ExternalGroup")]
    public void A_group_is_found_by_both_spellings_of_an_accent(string script)
    {
        foreach (var form in new[] { System.Text.NormalizationForm.FormC, System.Text.NormalizationForm.FormD })
        {
            Book.Rename(20, "\u00C9quilibre".Normalize(form));
            foreach (var source in new[] { "acme", "acme-jira" })
            {
                var found = World.Ok(
                    string.Format(System.Globalization.CultureInfo.InvariantCulture, script, source),
                    ("composed", "\u00E9quilibre"),
                    ("decomposed", "e\u0301quilibre")
                );
                Assert.Equal(Book[20].Id, Assert.Single(found.OutputOf<ExternalGroup>()).Id);
                Assert.Equal(
                    Book.MemberCount(20, source == "acme" ? MemberView.Organization : MemberView.Site),
                    World.Ok($"Get-ExternalGroupMember {source} $decomposed", ("decomposed", "e\u0301quilibre")).Output.Count
                );
            }
        }
    }

    [Fact]
    public void A_group_that_only_one_of_the_sources_has_is_no_error() =>
        Assert.Single(World.Ok("Get-ExternalGroup -Id $id", ("id", Book.All.First(group => group.Directory != 0).Id)).Output);

    [Fact]
    public void A_source_that_fails_reports_no_missing_group()
    {
        World.Simulator.State.SiteTokens.Single().Revoked = true;
        Assert.Equal("acme-jira", Assert.Single(World.Run("Get-ExternalGroup -Name nothing-like-it").AllErrors).TargetObject);
    }

    [Fact]
    public void Groups_are_found_by_id()
    {
        foreach (var source in new[] { "acme", "acme-jira" })
        {
            var found = World.Ok($"Get-ExternalGroup {source} -Id $ids", ("ids", new[] { Book[2].Id, Book[8].Id })).OutputOf<ExternalGroup>();
            Assert.Equal(["all-employees", "contractors"], found.Select(group => group.Name).Order());
            Assert.Empty(World.Ok($"Get-ExternalGroup {source} -Id $id -Name contractors", ("id", Book[2].Id)).Output);
        }
    }

    [Theory]
    [InlineData("jira-software")]
    [InlineData("JIRA-product-discovery")]
    public void Groups_are_found_by_the_application_that_they_grant(string application)
    {
        var key = application.ToLowerInvariant();
        var organization = World.Ok($"Get-ExternalGroup acme -Application {application}").OutputOf<ExternalGroup>();
        Assert.Equal(Book.All.Where(group => Seats(group).Contains(key)).Select(group => group.Name).Order(), organization.Select(group => group.Name).Order());
        Assert.All(organization, group => Assert.Equal(Seats(Book.Find(group.Id)!), group.Applications!.Order()));
        var site = World.Ok($"Get-ExternalGroup acme-jira -Application {application}").OutputOf<ExternalGroup>();
        Assert.Equal(
            OnSite.Where(group => group.Grants.Any(grant => grant.Application == key && grant.Billable)).Select(group => group.Name).Order(),
            site.Select(group => group.Name).Order()
        );
    }

    [Theory]
    [InlineData("acme", "-Application jra-software", "jra-software")]
    [InlineData("acme", "-Application jira-software, jra-software", "jra-software")]
    [InlineData("acme-jira", "-Application jra-software", "jra-software")]
    [InlineData("acme-jira", "-Application jira-software, jra-software -Name all*", "jra-software")]
    public void A_misspelled_application_is_an_error_that_lists_the_applications(string source, string arguments, string named)
    {
        var result = World.Run($"Get-ExternalGroup {source} {arguments}");
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("InvalidApplication,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"'{named}'", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("jira-product-discovery", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_application_that_no_group_with_that_name_grants_returns_nothing() =>
        Assert.Empty(World.Ok("Get-ExternalGroup acme, acme-jira -Application jira-software -Name nobody-yet").Output);

    [Fact]
    public void Counts_and_applications_are_returned_on_request()
    {
        foreach (var group in World.Ok("Get-ExternalGroup acme -IncludeCounts -IncludeApplications").OutputOf<ExternalGroup>())
        {
            var book = Book.Find(group.Id)!;
            Assert.Equal(Book.MemberCount(book.Index), group.MemberCount);
            Assert.Equal(Seats(book), group.Applications!.Order());
            Assert.Equal(book.Grants.Select(grant => grant.Role).Order(), group.Grants!.Select(grant => grant.Role).Order());
        }

        World.Simulator.Requests.Clear();
        foreach (var group in World.Ok("Get-ExternalGroup acme-jira -Name *-users, nobody-yet -IncludeCounts -IncludeApplications").OutputOf<ExternalGroup>())
        {
            Assert.Equal(Book.MemberCount(Book.Find(group.Id)!.Index, MemberView.Site), group.MemberCount);
        }

        Assert.Equal(5, World.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/group/member", StringComparison.Ordinal)));
        Assert.Single(World.Simulator.Requests.Snapshot(), request => request.PathOnly.EndsWith("/applicationrole", StringComparison.Ordinal));
    }

    [Fact]
    public void An_invalid_id_affects_only_its_own_row()
    {
        // Both together are refused, and then the first by itself.
        World.Simulator.Faults.On("/admin/**/groups/search").Times(2).Respond(400);
        var result = World.Run("Get-ExternalGroup acme -Id $ids", ("ids", new[] { "no id", Book[8].Id }));
        World.Simulator.Faults.Clear();
        Assert.Equal("contractors", Assert.Single(result.OutputOf<ExternalGroup>()).Name);
        Assert.Equal("no id", Assert.Single(result.AllErrors).TargetObject);
    }

    [Theory]
    [InlineData("Get-ExternalGroup acme", "/admin/**/groups/search")]
    [InlineData("Get-ExternalGroup acme-jira", "/rest/api/3/group/bulk")]
    [InlineData("Get-ExternalGroupMember acme all-employees", "/admin/**/users/search")]
    [InlineData("Get-ExternalGroupMember acme-jira all-employees", "/rest/api/3/group/member")]
    public void A_page_that_fails_every_time_is_an_error(string script, string path)
    {
        World.Simulator.Faults.On(path).After(1).Respond(500);
        var result = World.Run(script);
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(result.Output.Count, Assert.IsType<IncompleteListException>(error.Exception).Read);
    }

    /// <summary>The applications of which a group grants a seat.</summary>
    private static string[] Seats(AtlassianGroup group) =>
        [.. group.Grants.Where(grant => grant.Billable).Select(grant => grant.Application).Distinct().Order()];
}
