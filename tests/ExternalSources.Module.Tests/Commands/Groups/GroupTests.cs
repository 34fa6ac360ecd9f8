using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Commands.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Groups;

/// <summary>Get-ExternalGroup, Get-ExternalGroupMember and Get-ExternalDirectory against what the simulator knows.</summary>
public sealed class GroupTests : IAsyncLifetime
{
    private UserWorld _world = null!;

    private GroupRegistry Book => _world.Simulator.State.Groups;

    private IEnumerable<AtlassianGroup> OnSite => Book.All.Where(group => group.Directory == 0);

    public async ValueTask InitializeAsync()
    {
        _world = await UserWorld.StartAsync(
            new SimulatorOptions
            {
                Users = 200,
                Groups = 130,
                OrganizationPageCap = 30,
            }
        );
        Book.Rename(20, "team [blue]");
        Book.Rename(21, "team b");
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public void All_groups_of_both_sources_are_returned_with_their_data()
    {
        var groups = _world.Ok("Get-ExternalGroup").OutputOf<ExternalGroup>().ToLookup(group => group.Source);
        var directories = _world.Simulator.State.Organizations[0].Directories.ToArray();
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
            Assert.Equal(names.Order(), _world.Ok($"Get-ExternalGroup {source} {arguments}").OutputOf<ExternalGroup>().Select(group => group.Name).Order());
        }
    }

    [Theory]
    [InlineData("-Name nothing-like-it, contractors")]
    [InlineData("-Id nothing-like-it")]
    [InlineData("-Name nothing-like-it -IncludeCounts")]
    public void An_unknown_name_or_id_is_an_error(string arguments)
    {
        var result = _world.Run($"Get-ExternalGroup {arguments}");
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
        var result = _world.Run(script);
        Assert.Empty(result.Output);
        Assert.Single(result.AllErrors);
    }

    [Fact]
    public void A_row_with_only_a_source_lists_its_groups() =>
        Assert.Equal(_world.Ok("Get-ExternalGroup acme").Output.Count, _world.Ok("[pscustomobject]@{ Source = 'acme' } | Get-ExternalGroup").Output.Count);

    [Fact]
    public void Groups_from_the_pipeline_are_read_again()
    {
        var groups = _world.Ok("Get-ExternalGroup acme, acme-jira -Name contractors | Get-ExternalGroup -IncludeCounts").OutputOf<ExternalGroup>();
        Assert.Equal(["acme", "acme-jira"], groups.Select(group => group.Source).Order());
        Assert.All(groups, group => Assert.Equal(("contractors", true), (group.Name, group.MemberCount is not null)));
        Assert.Empty(_world.Ok("Get-ExternalGroup acme -Name nobody-yet | Get-ExternalGroup -Application jira-software").Output);
        var id = Book.FindByName("contractors")!.Id;
        Book.Rename(Book.FindByName("contractors")!.Index, "renamed");
        Assert.Equal(id, Assert.Single(_world.Ok("Get-ExternalGroup acme -Name renamed | Get-ExternalGroup").OutputOf<ExternalGroup>()).Id);
    }

    [Fact]
    public void Groups_of_a_list_are_read_again()
    {
        var groups = _world
            .Ok(
                "Get-ExternalGroup acme, acme-jira -Name contractors, all-employees | ForEach-Object { [pscustomobject]@{ Source = $_.Source; Id = $_.Id; Name = $_.Name; MemberCount = '' } } | Get-ExternalGroup -IncludeCounts"
            )
            .OutputOf<ExternalGroup>();
        Assert.Equal(4, groups.Count);
        Assert.All(groups, group => Assert.NotNull(group.MemberCount));
        Assert.Equal(
            "acme-jira",
            Assert
                .Single(
                    _world
                        .Ok("[pscustomobject]@{ Id = $id } | Get-ExternalGroup acme-jira", ("id", groups.First(group => group.Source == "acme-jira").Id))
                        .OutputOf<ExternalGroup>()
                )
                .Source
        );
    }

    [Fact]
    public void A_source_that_does_not_respond_is_one_error_for_all_groups()
    {
        _world.Simulator.Faults.On("/rest/api/3/group/member").Respond(403);
        var error = Assert.Single(_world.Run("Get-ExternalGroup acme-jira -Name *-users | Get-ExternalGroupMember").AllErrors);
        Assert.Equal("acme-jira", error.TargetObject);
    }

    [Fact]
    public void A_list_that_the_service_ends_before_its_own_count_is_an_error()
    {
        _world.Simulator.Faults.On("/rest/api/3/group/bulk").RespondWith(200, """{"startAt":0,"maxResults":50,"total":52,"isLast":false,"values":[]}""");
        var result = _world.Run("Get-ExternalGroup acme-jira");
        Assert.Empty(result.Output);
        Assert.StartsWith("IncompleteList,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void A_page_of_one_member_in_the_middle_is_not_the_end_of_a_group(int at)
    {
        var member = Book.Members(2, at - 1, MemberView.Site).First().AccountId;
        _world
            .Simulator.Faults.On("/rest/api/3/group/member")
            .Where(request => request.Query["startAt"] == "49")
            .RespondWith(200, $$"""{"startAt":49,"maxResults":50,"total":1262,"isLast":false,"values":[{"accountId":"{{member}}"}]}""");
        var result = _world.Run("Get-ExternalGroupMember acme-jira all-employees -ThrottleLimit 1");
        if (at == 50)
        {
            Assert.Equal(Book.MemberCount(2, MemberView.Site), result.Output.Count);
        }
        else
        {
            Assert.StartsWith("IncompleteList,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_group_that_ends_before_the_services_own_count_is_an_error_with_both()
    {
        _world.Simulator.Faults.On("/rest/api/3/group/member").AdjustCount(7);
        var error = Assert.Single(_world.Run("Get-ExternalGroupMember acme-jira all-employees").AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        var members = Book.MemberCount(2, MemberView.Site);
        Assert.Contains($"ends at row {members}, but the service counts {members + 7}", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Id $ids", 1)]
    [InlineData("-Name all-employees, contractors", 1)]
    [InlineData("-Name all-employees, contractors -Id $ids", 1)]
    [InlineData("-Name all-employees, contractor?", 5)]
    [InlineData("-Name all-employees, contractors, typo", 6)]
    public void Named_groups_of_a_site_need_one_request_and_the_list_only_if_one_is_missing(string arguments, int most)
    {
        var found = _world
            .Run($"Get-ExternalGroup acme-jira {arguments} -ThrottleLimit 1", ("ids", new[] { Book[2].Id, Book[8].Id }))
            .OutputOf<ExternalGroup>();
        Assert.Equal(["all-employees", "contractors"], found.Select(group => group.Name).Order());
        Assert.InRange(_world.Simulator.Requests.Count, 1, most);
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
                var found = _world.Ok(
                    string.Format(System.Globalization.CultureInfo.InvariantCulture, script, source),
                    ("composed", "\u00E9quilibre"),
                    ("decomposed", "e\u0301quilibre")
                );
                Assert.Equal(Book[20].Id, Assert.Single(found.OutputOf<ExternalGroup>()).Id);
                Assert.Equal(
                    Book.MemberCount(20, source == "acme" ? MemberView.Organization : MemberView.Site),
                    _world.Ok($"Get-ExternalGroupMember {source} $decomposed", ("decomposed", "e\u0301quilibre")).Output.Count
                );
            }
        }
    }

    [Fact]
    public void Users_of_many_groups_are_read_in_batches_and_returned_once()
    {
        var groups = Book.All.Select(group => group.Index).ToArray();
        var names = Book.All.Select(group => group.Id).ToArray();
        var members = groups
            .SelectMany(group => Book.Members(group))
            .Where(person => person.Kind == AccountKind.Person)
            .Select(person => person.AccountId)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();
        var users = _world.Ok("Get-ExternalUser acme -Group $groups", ("groups", names)).OutputOf<ExternalUser>();
        Assert.Equal(members, users.Select(user => user.AccountId).Order(StringComparer.Ordinal));
        Assert.All(users, user => Assert.Null(user.MemberOf));
        var counts = _world.Simulator.Requests.Snapshot().Where(request => request.PathOnly.EndsWith("/users/count", StringComparison.Ordinal)).ToArray();
        Assert.Equal((groups.Length + 49) / 50, counts.Length);
        Assert.All(counts, request => Assert.InRange(request.Path.Length, 1, 4000));

        var without = _world.Ok("Get-ExternalUser acme -Group $groups -NotInGroup all-employees", ("groups", names)).OutputOf<ExternalUser>();
        Assert.Equal(members.Except(Book.Members(2).Select(person => person.AccountId)), without.Select(user => user.AccountId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_group_that_only_one_of_the_sources_has_is_no_error() =>
        Assert.Single(_world.Ok("Get-ExternalGroup -Id $id", ("id", Book.All.First(group => group.Directory != 0).Id)).Output);

    [Fact]
    public void A_source_that_fails_reports_no_missing_group()
    {
        _world.Simulator.State.SiteTokens.Single().Revoked = true;
        Assert.Equal("acme-jira", Assert.Single(_world.Run("Get-ExternalGroup -Name nothing-like-it").AllErrors).TargetObject);
    }

    [Fact]
    public void Members_of_many_groups_are_read_concurrently_and_returned_in_order()
    {
        foreach (var source in new[] { "acme", "acme-jira" })
        {
            _world.Simulator.Requests.Clear();
            _world.Simulator.Faults.Latency = TimeSpan.FromMilliseconds(10);
            var groups = _world.Ok($"Get-ExternalGroup {source}").OutputOf<ExternalGroup>();
            var members = _world.Ok($"Get-ExternalGroup {source} | Get-ExternalGroupMember").OutputOf<ExternalUser>();
            _world.Simulator.Faults.Latency = TimeSpan.Zero;
            Assert.Equal(
                groups.Sum(group => Book.MemberCount(Book.Find(group.Id)!.Index, source == "acme" ? MemberView.Organization : MemberView.Site)),
                members.Count
            );
            var order = members.Select(member => member.MemberOf).ToArray();
            Assert.Equal(order.Distinct(), groups.Select(group => group.Name).Where(order.Contains).Distinct());
            Assert.Equal(order.Distinct().Count(), 1 + order.Zip(order.Skip(1)).Count(pair => pair.First != pair.Second));
            Assert.InRange(_world.Simulator.Requests.PeakInFlight, 4, 8);
        }
    }

    [Fact]
    public void Groups_are_found_by_id()
    {
        foreach (var source in new[] { "acme", "acme-jira" })
        {
            var found = _world.Ok($"Get-ExternalGroup {source} -Id $ids", ("ids", new[] { Book[2].Id, Book[8].Id })).OutputOf<ExternalGroup>();
            Assert.Equal(["all-employees", "contractors"], found.Select(group => group.Name).Order());
            Assert.Empty(_world.Ok($"Get-ExternalGroup {source} -Id $id -Name contractors", ("id", Book[2].Id)).Output);
        }
    }

    [Theory]
    [InlineData("jira-software")]
    [InlineData("JIRA-product-discovery")]
    public void Groups_are_found_by_the_application_that_they_grant(string application)
    {
        var key = application.ToLowerInvariant();
        var organization = _world.Ok($"Get-ExternalGroup acme -Application {application}").OutputOf<ExternalGroup>();
        Assert.Equal(
            Book.All.Where(group => group.GrantsApplication(key)).Select(group => group.Name).Order(),
            organization.Select(group => group.Name).Order()
        );
        Assert.All(organization, group =>
            Assert.Equal(Book.Find(group.Id)!.Grants.Select(grant => grant.Application).Distinct().Order(), group.Applications!.Order())
        );
        var site = _world.Ok($"Get-ExternalGroup acme-jira -Application {application}").OutputOf<ExternalGroup>();
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
        var result = _world.Run($"Get-ExternalGroup {source} {arguments}");
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("InvalidApplication,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"'{named}'", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("jira-product-discovery", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_application_that_no_group_with_that_name_grants_returns_nothing() =>
        Assert.Empty(_world.Ok("Get-ExternalGroup acme, acme-jira -Application jira-software -Name nobody-yet").Output);

    [Fact]
    public void Counts_and_applications_are_returned_on_request()
    {
        foreach (var group in _world.Ok("Get-ExternalGroup acme -IncludeCounts -IncludeApplications").OutputOf<ExternalGroup>())
        {
            var book = Book.Find(group.Id)!;
            Assert.Equal(Book.MemberCount(book.Index), group.MemberCount);
            Assert.Equal(book.Grants.Select(grant => grant.Application).Distinct().Order(), group.Applications!.Order());
        }

        _world.Simulator.Requests.Clear();
        foreach (var group in _world.Ok("Get-ExternalGroup acme-jira -Name *-users, nobody-yet -IncludeCounts -IncludeApplications").OutputOf<ExternalGroup>())
        {
            Assert.Equal(Book.MemberCount(Book.Find(group.Id)!.Index, MemberView.Site), group.MemberCount);
        }

        Assert.Equal(5, _world.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/group/member", StringComparison.Ordinal)));
        Assert.Single(_world.Simulator.Requests.Snapshot(), request => request.PathOnly.EndsWith("/applicationrole", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-ExternalGroupMember acme all-employees")]
    [InlineData("Get-ExternalGroupMember acme-jira ALL-EMPLOYEES")]
    [InlineData("Get-ExternalGroupMember -Source acme-jira -Group $id")]
    [InlineData("Get-ExternalGroup acme -Name all-employees | Get-ExternalGroupMember")]
    [InlineData("Get-ExternalGroup acme-jira -Name all-employees | Get-ExternalGroupMember")]
    [InlineData("Get-ExternalGroupMember acme (Get-ExternalGroup acme -Name all-employees)")]
    public void Members_in_every_state_are_returned(string script)
    {
        var users = _world.Ok(script, ("id", Book[2].Id)).OutputOf<ExternalUser>();
        Assert.Equal(
            Book.Members(2).Select(person => person.AccountId).Order(StringComparer.Ordinal),
            users.Select(user => user.AccountId).Order(StringComparer.Ordinal)
        );
        Assert.All(users, user => Assert.Equal("all-employees", user.MemberOf));
        Assert.Single(users.Select(user => user.Source).Distinct());
    }

    [Fact]
    public void Members_can_be_selected_by_state_and_kind()
    {
        var deactivated = _world.Ok("Get-ExternalGroupMember acme all-employees -Status Deactivated, Suspended").OutputOf<ExternalUser>();
        Assert.Equal(
            Book.Members(2).Where(person => ReadingFixture.StatusOf(person) is "Deactivated" or "Suspended").Select(person => person.AccountId).Order(),
            deactivated.Select(user => user.AccountId).Order()
        );
        var apps = _world.Ok("Get-ExternalGroupMember acme-jira all-employees -AccountType App").OutputOf<ExternalUser>();
        Assert.Equal(
            Book.Members(2).Where(person => person.Kind == AccountKind.App).Select(person => person.AccountId).Order(),
            apps.Select(user => user.AccountId).Order()
        );
    }

    [Fact]
    public void An_invalid_id_affects_only_its_own_row()
    {
        // Both together are refused, and then the first by itself.
        _world.Simulator.Faults.On("/admin/**/groups/search").Times(2).Respond(400);
        var result = _world.Run("Get-ExternalGroup acme -Id $ids", ("ids", new[] { "no id", Book[8].Id }));
        _world.Simulator.Faults.Clear();
        Assert.Equal("contractors", Assert.Single(result.OutputOf<ExternalGroup>()).Name);
        Assert.Equal("no id", Assert.Single(result.AllErrors).TargetObject);
    }

    [Fact]
    public void A_state_that_a_site_does_not_have_is_a_warning()
    {
        var result = _world.Ok("Get-ExternalGroupMember acme-jira all-employees -Status Suspended");
        Assert.Empty(result.Output);
        Assert.Contains("returns no users for Suspended", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_in_several_groups_is_returned_for_each_group()
    {
        var users = _world.Ok("Get-ExternalGroupMember acme contractors, all-employees").OutputOf<ExternalUser>();
        Assert.Equal(Book.MemberCount(8) + Book.MemberCount(2), users.Count);
        Assert.Equal(Book.MemberCount(8), users.Count(user => user.MemberOf == "contractors"));
        Assert.Empty(_world.Ok("Get-ExternalGroupMember acme, acme-jira nobody-yet").Output);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public void A_group_named_by_its_name_and_by_its_id_is_returned_once(string source)
    {
        var once = _world.Ok($"Get-ExternalGroupMember {source} contractors").OutputOf<ExternalUser>();
        var twice = _world.Ok($"Get-ExternalGroupMember {source} contractors, (Get-ExternalGroup {source} -Name contractors).Id").OutputOf<ExternalUser>();
        Assert.NotEmpty(once);
        Assert.Equal(once.Select(user => (user.AccountId, user.MemberOf)), twice.Select(user => (user.AccountId, user.MemberOf)));
    }

    [Fact]
    public void An_unknown_group_is_an_error_of_each_source_and_the_others_are_returned()
    {
        var result = _world.Run("Get-ExternalGroupMember acme, acme-jira nope, contractors");
        Assert.Equal(["acme", "acme-jira"], result.AllErrors.Select(error => (string)error.TargetObject).Order());
        Assert.All(result.AllErrors, error => Assert.StartsWith("GroupNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(Book.MemberCount(8) + Book.MemberCount(8, MemberView.Site), result.Output.Count);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(49)]
    [InlineData(60)]
    public void A_member_who_leaves_while_the_list_is_read_hides_no_other(int place)
    {
        var members = Book.Members(2).Select(person => (person.Index, person.AccountId)).ToArray();
        _world.Simulator.Faults.On("/rest/api/3/group/member").Nth(2).Do(() => Book.Remove(2, members[place].Index));
        var ids = _world.Ok("Get-ExternalGroupMember acme-jira all-employees").OutputOf<ExternalUser>().Select(user => user.AccountId).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Empty(members.Where(member => member.Index != members[place].Index).Select(member => member.AccountId).Except(ids));
    }

    [Fact]
    public void A_renamed_group_is_still_found_by_its_id()
    {
        Book.Rename(8, "externals");
        Assert.All(_world.Ok("Get-ExternalGroupMember acme $id", ("id", Book[8].Id)).OutputOf<ExternalUser>(), user =>
            Assert.Equal("externals", user.MemberOf)
        );
    }

    [Theory]
    [InlineData("Get-ExternalGroup acme", "/admin/**/groups/search")]
    [InlineData("Get-ExternalGroup acme-jira", "/rest/api/3/group/bulk")]
    [InlineData("Get-ExternalGroupMember acme all-employees", "/admin/**/users/search")]
    [InlineData("Get-ExternalGroupMember acme-jira all-employees", "/rest/api/3/group/member")]
    public void A_page_that_fails_every_time_is_an_error(string script, string path)
    {
        _world.Simulator.Faults.On(path).After(1).Respond(500);
        var result = _world.Run(script);
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(result.Output.Count, Assert.IsType<IncompleteListException>(error.Exception).Read);
    }

    [Theory]
    [InlineData("Get-ExternalGroup acme -Name $none")]
    [InlineData("Get-ExternalGroup acme -Id @()")]
    [InlineData("Get-ExternalUser acme -Group $none")]
    [InlineData("Get-ExternalUser acme -Group @()")]
    [InlineData("Get-ExternalUser acme -Name @()")]
    [InlineData("Get-ExternalUser acme -Status @()")]
    [InlineData("Get-ExternalUser acme -EmailDomain ''")]
    public void An_empty_filter_is_an_error(string script)
    {
        var result = _world.Run(script);
        Assert.Empty(result.Output);
        Assert.Single(result.AllErrors);
    }

    [Fact]
    public void Directories_are_those_of_organizations()
    {
        var expected = _world.Simulator.State.Organizations[0].Directories.Select(directory => (directory.Id, directory.Name));
        Assert.Equal(expected, _world.Ok("Get-ExternalDirectory").OutputOf<ExternalDirectory>().Select(directory => (directory.Id, directory.Name)));
        Assert.Equal(
            expected,
            _world.Ok("Get-ExternalSource acme | Get-ExternalDirectory").OutputOf<ExternalDirectory>().Select(directory => (directory.Id, directory.Name))
        );
        var error = _world.Fails("NotSupported", "Get-ExternalDirectory acme-jira");
        Assert.Contains("Access", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_command_sends_no_request()
    {
        var holding = _world.Simulator.Faults.On("/rest/api/3/group/member").Nth(2).Hold();
        using var stop = new System.Threading.CancellationTokenSource();
        var run = _world.Shell.RunAsync("Get-ExternalGroupMember acme-jira all-employees, contractors", stop.Token);
        await holding.WaitForArrivalAsync();
        await stop.CancelAsync();
        Assert.Equal(ShellState.Stopped, (await run).State);
        await _world.Simulator.Requests.WaitForIdleAsync();
        var count = _world.Simulator.Requests.Count;
        _world.Ok("Get-ExternalSource");
        Assert.Equal(count, _world.Simulator.Requests.Count);
    }
}
