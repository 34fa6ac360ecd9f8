using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.People;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Failures of lists: a list is complete, or it is an error that says how far the list was read.</summary>
public sealed class TroubleTests
{
    private const string All = "-AccountType Person, App, Customer";
    private const string OrganizationSearch = "/admin/**/users/search";
    private const string SiteSearch = "/rest/api/3/users/search";

    [Theory]
    [InlineData("acme", OrganizationSearch)]
    [InlineData("acme-jira", SiteSearch)]
    public async Task The_seventh_page_breaking_off_half_way_is_read_again(string source, string path)
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On(path).Nth(7).ResetHalfway();
        AssertEverybody(world, world.Ok($"Get-ExternalUser {source} {All}"));
        Assert.Equal(1, fault.Applied);
    }

    [Theory]
    [InlineData("acme", OrganizationSearch)]
    [InlineData("acme-jira", SiteSearch)]
    public async Task A_seventh_page_that_keeps_breaking_off_is_an_error_that_says_how_far(string source, string path)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(path).After(6).ResetHalfway();
        AssertIncomplete(world.Run($"Get-ExternalUser {source} {All} -ThrottleLimit 1"), source, "broke off after");
    }

    [Theory]
    [InlineData("acme", OrganizationSearch, 500)]
    [InlineData("acme", OrganizationSearch, 503)]
    [InlineData("acme", OrganizationSearch, 403)]
    [InlineData("acme", OrganizationSearch, 400)]
    [InlineData("acme-jira", SiteSearch, 500)]
    [InlineData("acme-jira", SiteSearch, 401)]
    [InlineData("acme-jira", SiteSearch, 404)]
    public async Task A_page_that_is_refused_for_good_is_an_error_that_says_how_far(string source, string path, int status)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(path).After(3).Respond(status);
        AssertIncomplete(world.Run($"Get-ExternalUser {source} {All}"), source, "broke off after");
    }

    [Theory]
    [InlineData("acme", OrganizationSearch, "{\"data\":[{\"accountId\":\"a\",\"name\":\"A\"}")]
    [InlineData("acme", OrganizationSearch, "{\"items\":[]}")]
    [InlineData("acme", OrganizationSearch, "<html>Log in</html>")]
    [InlineData("acme-jira", SiteSearch, "[{\"accountId\":\"a\",\"displayName\":\"A\"},")]
    [InlineData("acme-jira", SiteSearch, "{\"errorMessages\":[]}")]
    [InlineData("acme-jira", SiteSearch, "")]
    public async Task A_page_that_is_none_is_an_error_and_never_the_end_of_the_list(string source, string path, string body)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(path).After(3).RespondWith(200, body);
        AssertIncomplete(world.Run($"Get-ExternalUser {source} {All}"), source, "broke off after");
    }

    [Theory]
    [InlineData("acme", OrganizationSearch)]
    [InlineData("acme-jira", SiteSearch)]
    public async Task A_limit_in_the_middle_is_waited_for(string source, string path)
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On(path).Nth(4).Respond(429, retryAfter: TimeSpan.FromSeconds(17));
        var before = world.Shell.Clock.UtcNow;
        AssertEverybody(world, world.Ok($"Get-ExternalUser {source} {All}"));
        Assert.Equal(1, fault.Applied);
        Assert.True(world.Shell.Clock.UtcNow - before >= TimeSpan.FromSeconds(17));
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(300, 3)]
    public async Task A_limit_is_waited_for_as_often_and_as_long_as_the_service_asks_within_ten_minutes(int seconds, int times)
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On(SiteSearch).After(3).Times(times).Respond(429, retryAfter: TimeSpan.FromSeconds(seconds));
        AssertEverybody(world, world.Ok($"Get-ExternalUser acme-jira {All} -ThrottleLimit 1"));
        Assert.Equal(times, fault.Applied);
    }

    [Theory]
    [InlineData(3600, 1)]
    [InlineData(200, 5)]
    public async Task A_limit_that_takes_longer_is_an_error_that_says_how_far(int seconds, int times)
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On(SiteSearch).After(3).Respond(429, retryAfter: TimeSpan.FromSeconds(seconds));
        AssertIncomplete(world.Run($"Get-ExternalUser acme-jira {All} -ThrottleLimit 1"), "acme-jira", "broke off after");
        Assert.Equal(times, fault.Applied);
    }

    [Fact]
    public async Task A_cursor_that_leads_back_is_an_error()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(OrganizationSearch).Nth(5).RepeatCursor();
        AssertIncomplete(world.Run($"Get-ExternalUser acme {All}"), "acme", "leads back");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    public async Task A_list_that_could_not_be_counted_is_not_known_to_be_complete(int status)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/count").Respond(status);
        AssertIncomplete(world.Run($"Get-ExternalUser acme {All}"), "acme", "the number of rows could not be read");
    }

    [Fact]
    public async Task A_key_that_may_not_count_may_still_name_somebody_who_is_not_there()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/count").Respond(403);
        var result = world.Run("Get-ExternalUser acme -AccountId $id, 557058:nobody", ("id", world.Humans[3].AccountId));
        Assert.StartsWith("UserNotFound,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(result.Output);
    }

    [Fact]
    public async Task Accounts_that_the_site_counts_and_does_not_give_are_an_error()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/rest/api/3/user/bulk").Nth(2).RespondWith(200, """{"startAt":20,"maxResults":20,"total":60,"isLast":true,"values":[]}""");
        var ids = Enumerable.Range(0, 60).Select(index => world.Simulator.State.People[index].AccountId).ToArray();
        var error = Assert.Single(world.Run($"Get-ExternalUser acme-jira -AccountId $ids {All}", ("ids", ids)).AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("counts 60", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_deleted_between_two_pages_of_named_accounts_hides_no_other()
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        world.Simulator.Faults.On("/rest/api/3/user/bulk").Nth(2).Do(() => people.DeleteFromSite(3));
        var ids = Enumerable.Range(0, 60).Select(index => people[index].AccountId).ToArray();
        var result = world.Run($"Get-ExternalUser acme-jira -AccountId $ids {All}", ("ids", ids));
        Assert.Empty(ids.Where(id => id != people[3].AccountId).Except(Ids(result)));
    }

    [Fact]
    public async Task A_site_that_lists_nobody_at_all_is_an_error()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(SiteSearch).RespondWith(200, "[]");
        AssertIncomplete(world.Run("Get-ExternalUser acme-jira"), "acme-jira", "returns an empty list of users");
    }

    [Fact]
    public async Task An_organization_that_cannot_be_connected_may_know_of_activity_that_the_others_do_not()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Ok("Register-SecretVault -Name Other -ModuleName Stub; $null = New-ExternalSource -Name second -Type Access -Url $sim -ApiKey $key -Vault Other");
        world.Ok("Get-ExternalUser acme-jira -InactiveFor 1");
        world.Ok("Set-StubVault -Name Other -Locked");
        var result = world.Run("Get-ExternalUser acme-jira -InactiveFor 1");
        Assert.All(result.OutputOf<ExternalUser>(), user => Assert.True(world.Simulator.State.People.Find(user.AccountId)!.Managed));
        Assert.Contains(result.AllErrors, error =>
            error.FullyQualifiedErrorId.StartsWith("IncompleteList,", StringComparison.Ordinal)
            && error.ToString().Contains("'second'", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("-Managed", "whether 1 user matches -Managed.")]
    [InlineData("-Managed:$false", "whether 1 user matches -Managed.")]
    [InlineData("-TwoStepVerification", "whether 1 user matches -TwoStepVerification.")]
    [InlineData("-TwoStepVerification:$false", "whether 1 user matches -TwoStepVerification.")]
    [InlineData("-EmailDomain acme.example", "whether 1 user matches -EmailDomain.")]
    [InlineData("-Email *@acme.example -Status Active", "whether 1 user matches -Email and -Status.")]
    [InlineData("-User *@acme.example", "whether 1 user matches -User.")]
    [InlineData("-Status Active", "whether 1 user matches -Status.")]
    [InlineData("-Application jira-software", "whether 1 user matches -Application.")]
    [InlineData("-NotInGroup contractors", "whether 1 user matches -NotInGroup.")]
    [InlineData("-NotInGroup contractors -Application jira-software -Status Active", "whether 1 user matches -Status and -NotInGroup and -Application.")]
    [InlineData("-Managed -Email x@*", "whether 1 user matches -Email and -Managed.")]
    public async Task Data_that_the_organization_does_not_return_is_neither_yes_nor_no(string filter, string says)
    {
        await using var world = await StartAsync();
        var (known, unknown) = (world.Humans[3].AccountId, world.Humans[4].AccountId);
        var answers = filter.EndsWith("$false", StringComparison.Ordinal)
            ? "\"claimStatus\":\"unmanaged\",\"mfaEnabled\":false"
            : "\"claimStatus\":\"managed\",\"mfaEnabled\":true";
        world
            .Simulator.Faults.On(OrganizationSearch)
            .RespondWith(
                200,
                $$"""
                {"data":[
                    {"accountId":"{{known}}","accountType":"atlassian","status":"active","name":"x","email":"x@acme.example",{{answers}},"productAccess":[{"key":"jira-software"}],"groups":[]},
                    {"accountId":"{{unknown}}","accountType":"atlassian","name":"y"},
                    {"accountId":"app","accountType":"app","status":"active","name":"z"}]}
                """
            );
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":3}");
        var result = world.Ok($"Get-ExternalUser acme {filter}");
        Assert.Equal([known], Ids(result));
        Assert.Contains(says, Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Email *@acme.example", "whether 1 user matches -Email.")]
    [InlineData("-Status Deactivated", "whether 1 user matches -Status.")]
    [InlineData("-Email *@acme.example -Name x", null)]
    [InlineData("-Email x@acme.example", null)]
    [InlineData("-Email *@acme.example -NotInGroup contractors", null)]
    public async Task Data_that_a_site_does_not_return_is_neither_yes_nor_no(string filter, string? says)
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On(SiteSearch)
            .WhereQuery("startAt", "0")
            .RespondWith(
                200,
                $$"""
                [{"accountId":"known","accountType":"atlassian","displayName":"x","emailAddress":"x@acme.example","active":false},
                 {"accountId":"unclear","accountType":"atlassian","displayName":"y"},
                 {"accountId":"app","accountType":"app","displayName":"z"}]
                """
            );
        world.Simulator.Faults.On(SiteSearch).WhereQuery("startAt", "2").RespondWith(200, """[{"accountId":"app","accountType":"app","displayName":"z"}]""");
        world.Simulator.Faults.On(SiteSearch).RespondWith(200, "[]");
        world
            .Simulator.Faults.On("/rest/api/3/group/member")
            .Where(request => request.Query["startAt"] != "0")
            .RespondWith(200, """{"total":1,"isLast":true,"values":[]}""");
        world.Simulator.Faults.On("/rest/api/3/group/member").RespondWith(200, """{"total":1,"isLast":true,"values":[{"accountId":"unclear"}]}""");
        var result = world.Ok($"Get-ExternalUser acme-jira {filter}");
        Assert.Equal(["known"], Ids(result));
        if (says is null)
        {
            Assert.Empty(result.Warnings);
        }
        else
        {
            Assert.Contains(says, Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-Managed", "claimStatus=managed")]
    [InlineData("-Managed:$false", "claimStatus=unmanaged")]
    [InlineData("-TwoStepVerification", "mfaEnabled=true")]
    [InlineData("-EmailDomain nowhere.example", "emailDomains=nowhere.example")]
    [InlineData("-Status NotInvited, ForDeletion", "status=not_invited&status=for_deletion")]
    public async Task What_the_service_can_filter_it_filters(string filter, string sent)
    {
        await using var world = await StartAsync();
        int Pages() => world.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/users/search", StringComparison.Ordinal));
        world.Ok("Get-ExternalUser acme");
        var all = Pages();
        world.Simulator.Requests.Clear();
        world.Ok("Get-ExternalUser acme " + filter);
        Assert.InRange(Pages(), 1, all - 1);
        Assert.Contains(world.Simulator.Requests.Snapshot(), request =>
            request.Path.Contains("/users/count?", StringComparison.Ordinal) && request.Path.Contains(sent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_key_that_cannot_read_activity_proves_no_user_inactive()
    {
        await using var world = await StartAsync();
        var people = world.Humans.Take(2).Select(person => person.AccountId).ToArray();
        var rows = string.Join(
            ",",
            people.Select(id =>
                $$"""{"accountId":"{{id}}","accountType":"atlassian","status":"active","name":"x","addedToOrg":"2020-01-01T00:00:00Z","productAccess":[]}"""
            )
        );
        world.Simulator.Faults.On(OrganizationSearch).RespondWith(200, $$"""{"data":[{{rows}}]}""");
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":2}");
        foreach (
            var script in new[]
            {
                "Get-ExternalUser acme -NeverActive",
                "Get-ExternalUser acme -InactiveFor 90",
                "Get-ExternalUser acme-jira -InactiveFor 90 -AccountId $ids",
            }
        )
        {
            Assert.Contains("2 users of 'acme", world.Fails("InvalidSource", script, ("ids", people)).ToString(), StringComparison.Ordinal);
        }

        Assert.All(world.Ok("Get-ExternalUser acme").OutputOf<ExternalUser>(), user => Assert.False(user.ActivityKnown));
    }

    [Fact]
    public async Task A_filter_that_only_selects_unknown_activity_does_not_end_the_other_filters()
    {
        await using var world = await StartAsync();
        var people = world.Humans.Where(person => person.VisibleEmail is not null).Take(2).ToArray();
        // The organization has the user who is named by address, but not the user who is named by ID.
        world.Simulator.Faults.On(OrganizationSearch).Nth(1).RespondWith(200, "{\"data\":[]}");
        world.Simulator.Faults.On("/admin/**/users/count").Nth(1).RespondWith(200, "{\"count\":0}");
        var result = world.Run(
            "[pscustomobject]@{ AccountId = $id }, [pscustomobject]@{ Email = $mail } | Get-ExternalUser acme-jira -InactiveFor 0",
            ("id", people[0].AccountId),
            ("mail", people[1].Email)
        );
        Assert.Equal([people[1].AccountId], Ids(result));
        Assert.Contains("The last activity or the join date of 1 user is unknown", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(result.AllErrors, error => error.FullyQualifiedErrorId.StartsWith("InvalidSource", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_without_activity_never_was_active_where_others_were()
    {
        await using var world = await StartAsync();
        var never = world.Ok("Get-ExternalUser acme -NeverActive").OutputOf<ExternalUser>()[0];
        world.Simulator.Requests.Clear();
        Assert.Equal([never.AccountId], Ids(world.Ok("Get-ExternalUser acme -NeverActive -AccountId $id", ("id", never.AccountId))));
        // One page of all users shows whether the key can read activity.
        Assert.Equal(2, world.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/users/search", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failure_to_read_activity_ends_no_list_that_does_not_filter_by_activity()
    {
        await using var world = await StartAsync();
        var never = world.Ok("Get-ExternalUser acme -NeverActive").OutputOf<ExternalUser>()[0].AccountId;
        world.Simulator.Faults.On(OrganizationSearch).After(1).Respond(500);
        var user = Assert.Single(world.Ok("Get-ExternalUser acme -AccountId $id", ("id", never)).OutputOf<ExternalUser>());
        Assert.False(user.ActivityKnown);
        Assert.NotEmpty(world.Run("Get-ExternalUser acme -NeverActive -AccountId $id", ("id", never)).AllErrors);
        world.Simulator.Faults.Clear();
        world.Simulator.Faults.On(OrganizationSearch).After(1).Respond(500);
        Assert.Contains(
            "could not be read from 'acme'",
            world.Fails("IncompleteList", "Get-ExternalUser acme-jira -NeverActive -AccountId $id", ("id", never)).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Users_whose_activity_the_organization_does_not_return_are_counted()
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On(OrganizationSearch)
            .RespondWith(
                200,
                """
                {"data":[
                    {"accountId":"1","accountType":"atlassian","status":"active","name":"x","productAccess":[{"key":"jira-software","lastActiveTimestamp":"2020-01-01T00:00:00Z"}]},
                    {"accountId":"2","accountType":"atlassian","status":"active","name":"y"},
                    {"accountId":"3","accountType":"atlassian","status":"active","name":"z","productAccess":[]}]}
                """
            );
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":3}");
        var result = world.Ok("Get-ExternalUser acme -InactiveFor 90");
        // One user has no data about activity, and the other has no join date.
        Assert.Equal(["1"], Ids(result));
        Assert.Contains("The last activity or the join date of 2 users is unknown", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_with_unknown_groups_has_no_list_of_applications()
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On(OrganizationSearch)
            .RespondWith(
                200,
                """
                {"data":[{"accountId":"1","accountType":"atlassian","status":"suspended","name":"Dana","productAccess":[]},{"accountId":"2","accountType":"atlassian","status":"active","name":"y","groups":[],"productAccess":[]}]}
                """
            );
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":2}");
        // A command that stops at the first user writes the warning, too.
        foreach (
            var script in new[]
            {
                "Get-ExternalUser acme -Include Applications",
                "Get-ExternalUser acme -Include Applications -First 1",
                "foreach ($once in 1) { Get-ExternalUser acme -Include Applications | ForEach-Object { $_; break } }",
            }
        )
        {
            var result = world.Ok(script);
            Assert.Null(result.OutputOf<ExternalUser>()[0].Applications);
            Assert.Contains("the groups of Dana (1)", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_applications_of_a_group_that_the_organization_does_not_find_are_unknown()
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On("/admin/**/groups/search").RespondWith(200, """{"data":[]}""");
        var result = world.Ok("Get-ExternalUser acme -Include Applications");
        Assert.NotEmpty(result.Output);
        Assert.Matches(
            "does not return the applications that the group '.+' grants, .* Applications of users may be incomplete",
            Assert.Single(result.Warnings).Message
        );
        // Each group is read once.
        Assert.InRange(fault.Applied, 1, 10);
    }

    [Theory]
    [InlineData("'acme-jira' cannot read 1 record.", 0)]
    [InlineData("'acme-jira' cannot read 1 record.", 19)]
    [InlineData("'acme-jira' cannot read 4 records.", 35, 36, 37, 38)]
    public async Task Records_that_the_site_could_not_read_are_skipped_with_one_warning(string says, params int[] gaps)
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        foreach (var start in Enumerable.Range(0, 40).Where(start => gaps.Any(gap => gap >= start && gap < start + 20)))
        {
            var rows = Enumerable
                .Range(start, 20)
                .Select(index =>
                    gaps.Contains(index)
                        ? """{"accountId":"unknown","accountType":"unknown","displayName":"unknown","active":false}"""
                        : $$"""{"accountId":"{{people[index].AccountId}}","accountType":"atlassian","displayName":"x","active":true}"""
                );
            world
                .Simulator.Faults.On(SiteSearch)
                .WhereQuery("startAt", start.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .RespondWith(200, "[" + string.Join(",", rows) + "]");
        }

        var result = world.Ok($"Get-ExternalUser acme-jira {All}");
        Assert.Contains(says, Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, 300).Except(gaps).Select(index => people[index].AccountId).Order(StringComparer.Ordinal),
            Ids(result).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Members_that_the_site_could_not_read_are_a_warning_and_no_proof_of_not_being_a_member()
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/group/member")
            .Where(request => request.Query["startAt"] != "0")
            .RespondWith(200, """{"total":2,"isLast":true,"values":[]}""");
        world
            .Simulator.Faults.On("/rest/api/3/group/member")
            .WhereQuery("startAt", "0")
            .RespondWith(200, $$"""{"total":2,"isLast":true,"values":[{"accountId":"{{world.Humans[3].AccountId}}"},{"accountId":"unknown"}]}""");
        var result = world.Ok("Get-ExternalGroupMember acme-jira contractors");
        Assert.Equal([world.Humans[3].AccountId], Ids(result));
        Assert.Contains("1 record", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        foreach (
            var script in new[] { "Get-ExternalUser acme-jira -NotInGroup contractors", "$id | Sync-ExternalGroupMember contractors -Source acme-jira -WhatIf" }
        )
        {
            var error = Assert.Single(world.Run(script, ("id", world.Humans[3].AccountId)).AllErrors);
            Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_outage_in_which_no_account_can_be_read_is_no_empty_site()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(SiteSearch).RespondWith(200, "[" + string.Join(",", Enumerable.Repeat("{\"accountId\":\"unknown\"}", 20)) + "]");
        AssertIncomplete(world.Run("Get-ExternalUser acme-jira"), "acme-jira", "could not read");
        world.Simulator.Faults.On("/rest/api/3/user").RespondWith(200, "{\"accountId\":\"unknown\",\"groups\":{\"size\":0,\"items\":[]}}");
        var named = world.Run("Get-ExternalUser acme-jira -AccountId $id -Include Groups", ("id", world.Humans[3].AccountId));
        AssertIncomplete(named, "acme-jira", "The groups and applications of ");
    }

    [Fact]
    public async Task Groups_that_do_not_fit_into_the_answer_are_read_and_applications_that_do_not_are_an_error()
    {
        await using var world = await StartAsync();
        var person = world.Humans[3];
        var cut = world
            .Simulator.Faults.On("/rest/api/3/user")
            .RespondWith(200, $$$"""{"accountId":"{{{person.AccountId}}}","groups":{"size":99,"items":[{"groupId":"x","name":"x"}],"max-results":1}}""");
        var user = Assert.Single(world.Ok("Get-ExternalUser acme-jira -AccountId $id -Include Groups", ("id", person.AccountId)).OutputOf<ExternalUser>());
        Assert.Equal(1, cut.Applied);
        Assert.Equal(
            world.Simulator.State.Groups.GroupsOf(person.Index).Where(group => group.Directory == 0).Select(group => (group.Id, (string?)group.Name)).Order(),
            user.Groups!.Select(group => (group.Id, group.Name)).Order()
        );

        await using var other = await StartAsync();
        other
            .Simulator.Faults.On("/rest/api/3/user")
            .RespondWith(200, $$$"""{"accountId":"{{{person.AccountId}}}","applicationRoles":{"size":3,"items":[{"key":"jira-software"}]}}""");
        AssertIncomplete(
            other.Run("Get-ExternalUser acme-jira -AccountId $id -Include Applications", ("id", person.AccountId)),
            "acme-jira",
            "counts 3 applications, but returns 1"
        );
    }

    [Theory]
    [InlineData("Get-ExternalUser acme-jira -Application jira-software")]
    [InlineData("Get-ExternalGroup acme-jira -Application jira-software")]
    public async Task An_application_whose_groups_are_not_identified_is_an_error_and_not_nobodys(string script)
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/applicationrole")
            .RespondWith(
                200,
                "[{\"key\":\"jira-software\",\"groups\":[\"jira-software-users\"]},{\"key\":\"jira-servicedesk\",\"groups\":[],\"groupDetails\":[]}]"
            );
        var result = world.Run(script);
        Assert.Empty(result.Output);
        Assert.Contains(
            "who has the application 'jira-software', because 'acme-jira' does not return the ids of 1 group",
            Assert.Single(result.AllErrors).ErrorDetails.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Groups_of_a_user_that_cannot_be_read_are_an_error()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/rest/api/3/user").Nth(5).Respond(403);
        var result = world.Run("Get-ExternalUser acme-jira -Include Groups -ThrottleLimit 1");
        AssertIncomplete(result, "acme-jira", "The groups and applications of ");
        Assert.Equal(4, result.Output.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_organization_that_fails_does_not_hide_the_activity_of_users_that_another_manages(bool managed)
    {
        await using var world = await StartAsync();
        world.Ok("$null = New-ExternalSource -Name a-org -Type Access -Url $sim -ApiKey $key -SessionOnly");
        var person = world.Humans.First(person => person.Managed == managed);
        // The first organization refuses. It may have activity of a user that no organization manages.
        world.Simulator.Faults.On(OrganizationSearch).Nth(1).Respond(403);
        var result = world.Run("Get-ExternalUser acme-jira -InactiveFor 0 -AccountId $id", ("id", person.AccountId));
        Assert.Equal(managed ? 1 : 0, result.Output.Count);
        Assert.Equal(!managed, result.AllErrors.Any(error => error.ErrorDetails.Message.Contains("could not be read from 'a-org'", StringComparison.Ordinal)));
        world.Simulator.State.OrganizationKeys.Single().Revoked = true;
        var error = Assert.Single(world.Run("Get-ExternalUser acme-jira -InactiveFor 0").AllErrors);
        Assert.Contains("could not be read from 'a-org'", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_organizations_that_know_a_user_the_latest_activity_counts()
    {
        await using var world = await StartAsync();
        world.Ok("$null = New-ExternalSource -Name a-org -Type Access -Url $sim -ApiKey $key -SessionOnly");
        var active = world
            .Ok("Get-ExternalUser acme -Status Active -InactiveFor 0")
            .OutputOf<ExternalUser>()
            .Where(user => user.LastActive is not null)
            .MaxBy(user => user.LastActive)!;
        var guest =
            $"{{\"data\":[{{\"accountId\":\"{active.AccountId}\",\"accountType\":\"atlassian\",\"name\":\"Guest\",\"status\":\"active\",\"addedToOrg\":\"2020-01-01T00:00:00Z\",\"productAccess\":[]}}]}}";
        foreach (var (filter, comes) in new[] { ("-NeverActive", false), ("-InactiveFor 3650", false), ("-LastActiveAfter $day", true) })
        {
            // In the first organization, the user is a guest without activity.
            world.Simulator.Faults.Clear();
            world.Simulator.Faults.On(OrganizationSearch).Nth(1).RespondWith(200, guest);
            Assert.Equal(
                comes ? 1 : 0,
                world
                    .Run($"Get-ExternalUser acme-jira {filter} -AccountId $id", ("id", active.AccountId), ("day", active.LastActive!.Value.AddDays(-1)))
                    .Output.Count
            );
        }
    }

    [Fact]
    public async Task A_source_that_failed_silences_only_what_was_looked_for_in_it()
    {
        await using var world = await StartAsync();
        world.Simulator.State.OrganizationKeys.Single().Revoked = true;
        var result = world.Run(
            "[pscustomobject]@{ Source = 'acme-jira'; Email = 'typo@nowhere.example' }, [pscustomobject]@{ Source = 'acme'; Email = 'who@nowhere.example' } | Get-ExternalUser"
        );
        Assert.Equal(["acme", "typo@nowhere.example"], result.AllErrors.Select(error => error.TargetObject).Order());
        Assert.Contains("1 named user was not found", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ExternalUser")]
    [InlineData("Get-ExternalUser -User dana@acme.example")]
    [InlineData("Get-ExternalGroup")]
    [InlineData("Get-ExternalDirectory")]
    [InlineData("Get-ExternalUser -Effective")]
    public void Without_any_source_a_list_is_an_error(string script)
    {
        using var shell = new ModuleShell();
        Assert.Contains("No external source is connected", shell.Fails("SourceNotFound", script).ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_is_deleted_before_the_groups_are_read_is_a_warning_and_ends_no_list()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/rest/api/3/user").Nth(5).Respond(404);
        var result = world.Ok("Get-ExternalUser acme-jira -Include Groups");
        Assert.Equal(world.Humans.Count, result.Output.Count);
        var unknown = Assert.Single(result.OutputOf<ExternalUser>(), user => user.Groups is null);
        Assert.Contains(unknown.AccountId, Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(500)]
    public async Task A_list_that_does_not_come_to_the_services_own_count_is_an_error(int by)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/count").AdjustCount(by);
        AssertIncomplete(world.Run($"Get-ExternalUser acme {All}"), "acme", "counts " + (300 + by));
    }

    [Fact]
    public async Task Somebody_on_the_first_page_who_goes_before_the_count_is_made_is_no_error()
    {
        await using var world = await StartAsync();
        var count = world.Simulator.Faults.On("/admin/**/users/count").Nth(1).Hold();
        world
            .Simulator.Faults.On(OrganizationSearch)
            .Nth(3)
            .Do(() =>
            {
                world.Simulator.State.People.Delete(5);
                count.Release();
            });
        var ids = Ids(world.Ok($"Get-ExternalUser acme {All}"));
        Assert.Equal(300, ids.Distinct().Count());
        Assert.Equal(300, ids.Length);
        Assert.Equal(30, world.Simulator.Requests.Snapshot().Count(request => request.Path.EndsWith("/users/search", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_user_who_is_added_to_a_page_already_read_while_another_is_deleted_is_read_without_an_error()
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        people.Delete(7);
        // The service counts 299 before and after, and a list that misses both of them has 298.
        world.Simulator.Faults.On(OrganizationSearch).Nth(4).Do(() => _ = people.Restore(7) && people.Delete(290));
        var ids = Ids(world.Ok($"Get-ExternalUser acme {All}"));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(
            Enumerable.Range(0, 300).Where(index => index != 290).Select(index => people[index].AccountId).Order(StringComparer.Ordinal),
            ids.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task People_who_come_and_go_during_every_reading_but_the_last_are_no_error()
    {
        await using var world = await StartAsync();
        var people = world.Simulator.State.People;
        people.Delete(7);
        people.Delete(8);
        world.Simulator.Faults.On(OrganizationSearch).Nth(4).Do(() => _ = people.Restore(7) && people.Delete(290));
        world.Simulator.Faults.On(OrganizationSearch).Nth(15 + 4).Do(() => _ = people.Restore(8) && people.Delete(291));
        var ids = Ids(world.Ok($"Get-ExternalUser acme {All}"));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Empty(Enumerable.Range(0, 290).Select(index => people[index].AccountId).Except(ids));
    }

    [Fact]
    public async Task People_who_only_come_or_only_go_take_no_second_reading()
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

    [Fact]
    public async Task A_page_that_the_service_leaves_out_every_time_is_an_error_although_somebody_goes_meanwhile()
    {
        await using var world = await StartAsync();
        // The search ends the list too early.
        var cut = world.Simulator.State.People[40].AccountId;
        world.Simulator.Faults.On(OrganizationSearch).After(1).RespondWith(200, $$"""{"data":[{"accountId":"{{cut}}","name":"cut"}]}""");
        world.Simulator.Faults.On("/admin/**/users/count").Nth(2).Do(() => world.Simulator.State.People.Delete(5));
        var error = Assert.Single(world.Run($"Get-ExternalUser acme {All}").AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_may_not_count_may_still_list()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/count").Respond(403);
        AssertEverybody(world, world.Ok($"Get-ExternalUser acme {All}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task A_site_that_caps_its_pages_lower_is_read_to_the_end(int cap)
    {
        await using var world = await StartAsync();
        world.Simulator.State.JiraPageCap = cap;
        AssertEverybody(world, world.Ok($"Get-ExternalUser acme-jira {All}"));
    }

    [Theory]
    [InlineData("acme", OrganizationSearch, 1)]
    [InlineData("acme", OrganizationSearch, 3)]
    [InlineData("acme-jira", SiteSearch, 9)]
    public async Task A_cap_that_sinks_on_the_way_loses_nobody(string source, string path, int cap)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(path).Nth(4).Do(() => world.Simulator.State.OrganizationPageCap = world.Simulator.State.JiraPageCap = cap);
        AssertEverybody(world, world.Ok($"Get-ExternalUser {source} {All}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(57)]
    [InlineData(299)]
    public async Task Somebody_deleted_while_the_list_is_read_hides_nobody_else(int index)
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
    public async Task People_who_come_go_and_come_back_while_the_list_is_read_hide_nobody_and_nobody_comes_twice()
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

    [Fact]
    public async Task A_source_that_fails_is_an_error_of_its_own_and_the_rest_comes()
    {
        await using var world = await StartAsync();
        world.Simulator.State.SiteTokens.Single().Revoked = true;
        var result = world.Run($"Get-ExternalUser {All}");
        var error = Assert.Single(result.AllErrors);
        Assert.Equal("acme-jira", error.TargetObject);
        Assert.StartsWith("acme-jira: ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction));
        Assert.NotEqual(System.Management.Automation.ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        AssertEverybody(world, result);
    }

    [Fact]
    public async Task With_ErrorAction_Stop_a_source_that_fails_stops_all()
    {
        await using var world = await StartAsync();
        world.Simulator.State.SiteTokens.Single().Revoked = true;
        var holding = world.Simulator.Faults.On(OrganizationSearch).After(2).Hold();
        var result = world.Run("Get-ExternalUser -ErrorAction Stop");
        Assert.Equal("acme-jira", Assert.IsType<string>(Assert.Single(result.AllErrors).TargetObject));
        Assert.NotEqual(ShellState.Completed, result.State);
        await world.Simulator.Requests.WaitForIdleAsync();
        Assert.True(world.Simulator.Requests.Count < 20);
        holding.Release();
    }

    [Fact]
    public async Task Where_a_source_failed_nobody_is_said_to_be_missing()
    {
        await using var world = await StartAsync();
        world.Simulator.State.SiteTokens.Single().Revoked = true;
        Assert.Equal("acme-jira", Assert.Single(world.Run("Get-ExternalUser -AccountId 557058:perhaps").AllErrors).TargetObject);
    }

    [Fact]
    public async Task Where_no_organization_covers_anybody_activity_is_a_clear_error_and_no_list()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/search").RespondWith(200, "{\"data\":[]}");
        world.Simulator.Faults.On("/admin/**/users/count").RespondWith(200, "{\"count\":0}");
        foreach (var filter in new[] { "-NeverActive", "-InactiveFor 30", "-LastActiveBefore 2020-01-01", "-LastActiveAfter 2020-01-01" })
        {
            var error = world.Fails("InvalidSource", $"Get-ExternalUser acme-jira {filter} -Group contractors");
            var members = world
                .Simulator.State.Groups.Members(world.Simulator.State.Groups.FindByName("contractors")!.Index)
                .Count(person => person.Kind == AccountKind.Person);
            Assert.Contains($"The last activity of {members} users of 'acme-jira' is unknown.", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_user_who_joined_one_of_two_organizations_yesterday_was_not_inactive_for_months()
    {
        await using var world = await StartAsync();
        world.Ok("$null = New-ExternalSource -Name a-org -Type Access -Url $sim -ApiKey $key -SessionOnly");
        foreach (var (first, second) in new[] { (1, 2), (2, 1) })
        {
            world.Simulator.Faults.Clear();
            world.Simulator.Faults.On(OrganizationSearch).Nth(first).RespondWith(200, Row(world.Simulator.State.StartedAt.AddYears(-3)));
            world.Simulator.Faults.On(OrganizationSearch).Nth(second).RespondWith(200, Row(world.Simulator.State.StartedAt.AddDays(-1)));
            Assert.Empty(world.Run("Get-ExternalUser acme-jira -InactiveFor 90 -AccountId $id", ("id", world.Humans[5].AccountId)).Output);
        }

        string Row(DateTimeOffset added) =>
            $"{{\"data\":[{{\"accountId\":\"{world.Humans[5].AccountId}\",\"accountType\":\"atlassian\",\"name\":\"New\",\"status\":\"active\",\"addedToOrg\":\"{added.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\",\"productAccess\":[]}}]}}";
    }

    [Fact]
    public async Task A_list_by_ids_that_breaks_off_ends_what_would_take_it_for_whole()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/rest/api/3/user/bulk").After(7).Respond(500);
        var ids = Enumerable.Range(0, 250).Select(index => world.Simulator.State.People[index].AccountId).ToArray();
        var result = world.Run("try { $ids | Get-ExternalUser -Source acme-jira -ThrottleLimit 1; 'went on' } catch { 'ended' }", ("ids", ids));
        Assert.IsType<ExternalUser>(result.Output[0]!.BaseObject);
        Assert.Equal("ended", result.Output[^1]!.BaseObject);
    }

    [Fact]
    public async Task A_user_whose_record_could_not_be_read_is_not_reported_as_missing()
    {
        await using var world = await StartAsync();
        world
            .Simulator.Faults.On("/rest/api/3/user/bulk")
            .RespondWith(
                200,
                """{"total":1,"isLast":true,"values":[{"accountId":"unknown","accountType":"unknown","displayName":"unknown","active":false}]}"""
            );
        var result = world.Run("Get-ExternalUser -Source acme-jira -AccountId $id", ("id", world.Humans[3].AccountId));
        Assert.Empty(result.AllErrors);
        Assert.Contains(result.Warnings, warning =>
            warning.Message.Contains("not found, but may be in a source that could not be read", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_organization_without_the_join_date_does_not_override_another_that_returns_it()
    {
        await using var world = await StartAsync();
        world.Ok("$null = New-ExternalSource -Name a-org -Type Access -Url $sim -ApiKey $key -SessionOnly");
        var added = world.Simulator.State.StartedAt;
        foreach (var (first, second) in new[] { (1, 2), (2, 1) })
        {
            world.Simulator.Faults.Clear();
            world.Simulator.Faults.On(OrganizationSearch).Nth(first).RespondWith(200, Row(string.Empty));
            world.Simulator.Faults.On(OrganizationSearch).Nth(second).RespondWith(200, Row($"\"addedToOrg\":\"{added.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\","));
            Assert.Empty(world.Run("Get-ExternalUser acme-jira -InactiveFor 90 -AccountId $id", ("id", world.Humans[5].AccountId)).Output);
        }

        string Row(string date) =>
            $"{{\"data\":[{{\"accountId\":\"{world.Humans[5].AccountId}\",\"accountType\":\"atlassian\",\"name\":\"New\",\"status\":\"active\",{date}\"productAccess\":[]}}]}}";
    }

    [Fact]
    public async Task An_organization_that_failed_its_last_check_is_asked_about_activity_all_the_same()
    {
        await using var world = await StartAsync();
        var before = Ids(world.Ok("Get-ExternalUser acme-jira -InactiveFor 30"));
        var outage = world.Simulator.Faults.On("/admin/**");
        outage.Respond(503);
        Assert.Equal(SourceStatus.Error, Assert.Single(world.Run("Get-ExternalSource acme -Refresh").OutputOf<ExternalSource>()).Status);
        world.Simulator.Faults.Clear();
        Assert.Equal(before, Ids(world.Ok("Get-ExternalUser acme-jira -InactiveFor 30")));
    }

    [Fact]
    public async Task Users_of_a_site_that_no_organization_has_are_counted_and_the_others_are_written()
    {
        await using var world = await StartAsync();
        // The organization does not have the users on the first page of the site.
        world.Simulator.Faults.On(OrganizationSearch).Nth(1).RespondWith(200, "{\"data\":[]}");
        world.Simulator.Faults.On("/admin/**/users/count").Nth(1).RespondWith(200, "{\"count\":0}");
        var people = Enumerable.Range(0, 300).Select(index => world.Simulator.State.People[index]).ToArray();
        var result = world.Ok("Get-ExternalUser acme-jira -InactiveFor 0");
        Assert.Equal(
            people.Skip(20).Where(person => person.Kind == AccountKind.Person).Select(person => person.AccountId).Order(StringComparer.Ordinal),
            Ids(result).Order(StringComparer.Ordinal)
        );
        Assert.Contains(
            $"The last activity or the join date of {people.Take(20).Count(person => person.Kind == AccountKind.Person)} users is unknown",
            Assert.Single(result.Warnings).Message,
            StringComparison.Ordinal
        );
        Assert.All(result.OutputOf<ExternalUser>(), user => Assert.True(user.ActivityKnown));
    }

    [Theory]
    [InlineData("-NeverActive")]
    [InlineData("-InactiveFor 30")]
    [InlineData("-LastActiveAfter 2020-01-01")]
    public async Task Without_an_organization_activity_is_a_clear_error_and_no_list(string filter)
    {
        await using var world = await UserWorld.StartAsync(users: 50, organization: false);
        var error = world.Fails("InvalidSource", "Get-ExternalUser acme-jira " + filter);
        Assert.Contains("no organization", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("New-ExternalSource", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(world.Simulator.Requests.Snapshot());
    }

    [Fact]
    public async Task An_organization_that_fails_while_it_is_asked_for_activity_is_an_error_of_the_site()
    {
        await using var world = await StartAsync();
        world.Simulator.State.OrganizationKeys.Single().Revoked = true;
        var result = world.Run("Get-ExternalUser acme-jira -InactiveFor 30");
        Assert.Empty(result.Output);
        Assert.Equal("acme-jira", Assert.Single(result.AllErrors).TargetObject);
    }

    [Fact]
    public async Task A_key_that_the_service_repeats_is_in_no_stream()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/search").After(2).Respond(400).EchoAuthorization();
        world.Simulator.Faults.On(SiteSearch).After(2).Respond(400).EchoAuthorization();
        var result = world.Run(
            "$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; Get-ExternalUser; Get-ExternalGroup | Out-Host; Get-ExternalGroupMember acme, acme-jira contractors | Out-Host; $Error | Out-Host"
        );
        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("admin@acme.example:" + ModuleShell.Canary));
        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
        Assert.DoesNotContain(basic, result.Everything(), StringComparison.Ordinal);
        Assert.True(result.AllErrors.Count(error => error.FullyQualifiedErrorId.StartsWith("IncompleteList,", StringComparison.Ordinal)) >= 2);
    }

    private static Task<UserWorld> StartAsync() =>
        UserWorld.StartAsync(
            new SimulatorOptions
            {
                Users = 300,
                OrganizationPageCap = 20,
                JiraPageCap = 20,
            }
        );

    private static string[] Ids(ShellResult result) => [.. result.OutputOf<ExternalUser>().Select(user => user.AccountId)];

    private static void AssertEverybody(UserWorld world, ShellResult result) =>
        Assert.Equal(
            Enumerable.Range(0, 300).Select(index => world.Simulator.State.People[index].AccountId).Order(StringComparer.Ordinal),
            Ids(result).Order(StringComparer.Ordinal)
        );

    private static void AssertIncomplete(ShellResult result, string source, string says)
    {
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(source, error.TargetObject);
        Assert.Equal(System.Management.Automation.ErrorCategory.ReadError, error.CategoryInfo.Category);
        Assert.StartsWith(source + ": ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(result.Output.Count, Assert.IsType<IncompleteListException>(error.Exception).Read);
        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
    }
}
