using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Users;
using ExternalSources.Simulator.State;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>A list is complete, or it is an error that says how many users were read.</summary>
public sealed class IncompleteListTests
{
    [Theory]
    [InlineData("acme", OrganizationSearch)]
    [InlineData("acme-jira", SiteSearch)]
    public async Task A_page_that_breaks_off_is_read_again(string source, string path)
    {
        await using var world = await StartAsync();
        var fault = world.Simulator.Faults.On(path).Nth(7).ResetHalfway();
        AssertEverybody(world, world.Ok($"Get-ExternalUser {source} {All}"));
        Assert.Equal(1, fault.Applied);
    }

    [Theory]
    [InlineData("acme", OrganizationSearch)]
    [InlineData("acme-jira", SiteSearch)]
    public async Task A_page_that_breaks_off_every_time_is_an_error(string source, string path)
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
    public async Task A_page_that_is_refused_every_time_is_an_error(string source, string path, int status)
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
    public async Task An_invalid_page_is_an_error_and_not_the_end_of_the_list(string source, string path, string body)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(path).After(3).RespondWith(200, body);
        AssertIncomplete(world.Run($"Get-ExternalUser {source} {All}"), source, "broke off after");
    }

    [Fact]
    public async Task A_repeated_cursor_is_an_error()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(OrganizationSearch).Nth(5).RepeatCursor();
        AssertIncomplete(world.Run($"Get-ExternalUser acme {All}"), "acme", "leads back");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_count_that_cannot_be_read_costs_nothing_but_the_percentage(int status)
    {
        foreach (var arguments in new[] { All, All + " -Managed" })
        {
            await using var world = await StartAsync();
            world.Simulator.Faults.On("/admin/**/users/count").Respond(status);
            var result = world.Ok($"Get-ExternalUser acme {arguments}");
            Assert.Equal(Enumerable.Range(0, 300).Count(person => arguments == All || world.Simulator.State.People[person].Managed), result.Output.Count);
            Assert.Empty(result.Warnings);
        }
    }

    [Fact]
    public async Task A_count_that_is_gone_costs_nothing_but_the_percentage()
    {
        await using var world = await StartAsync();
        world.Simulator.State.Behavior.UserCount = UserCountForm.Gone;
        AssertEverybody(world, world.Ok($"Get-ExternalUser acme {All}"));
    }

    [Theory]
    [InlineData(UserCountForm.IncludesOutsiders, "-Managed")]
    [InlineData(UserCountForm.IncludesOutsiders, "-Directory Acme")]
    [InlineData(UserCountForm.SameAsSearch, "-Managed")]
    public async Task A_list_is_complete_whether_or_not_the_count_includes_accounts_in_no_directory(UserCountForm form, string arguments)
    {
        await using var world = await StartAsync();
        world.Simulator.State.Behavior.UserCount = form;
        Assert.NotEmpty(world.Ok($"Get-ExternalUser acme {All} {arguments}").Output);
    }

    [Fact]
    public async Task A_count_of_other_people_is_noted_in_the_verbose_stream()
    {
        await using var world = await StartAsync();
        var result = world.Ok($"Get-ExternalUser acme {All} -Verbose");
        Assert.Equal(300, result.Output.Count);
        Assert.Contains(result.Verbose, record => record.Message.Contains("300 rows, and the service counts 303", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_without_the_right_to_count_reports_a_missing_user()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/count").Respond(403);
        var result = world.Run("Get-ExternalUser acme -AccountId $id, 557058:nobody", ("id", world.Humans[3].AccountId));
        Assert.StartsWith("UserNotFound,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(result.Output);
    }

    [Fact]
    public async Task Accounts_that_the_site_counts_but_does_not_return_are_an_error()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/rest/api/3/user/bulk").Nth(2).RespondWith(200, """{"startAt":20,"maxResults":20,"total":60,"isLast":true,"values":[]}""");
        var ids = Enumerable.Range(0, 60).Select(index => world.Simulator.State.People[index].AccountId).ToArray();
        var error = Assert.Single(world.Run($"Get-ExternalUser acme-jira -AccountId $ids {All}", ("ids", ids)).AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("counts 60", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_returns_no_users_is_an_error()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(SiteSearch).RespondWith(200, "[]");
        AssertIncomplete(world.Run("Get-ExternalUser acme-jira"), "acme-jira", "returns an empty list of users");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(500)]
    public async Task A_list_that_differs_from_the_services_count_is_an_error(int by)
    {
        await using var world = await StartAsync();
        world.Simulator.State.Behavior.OutsideAccounts = 0;
        world.Simulator.Faults.On("/admin/**/users/count").WhereQuery("directoryIds", world.Simulator.State.Organizations[0].Directories[0].Id).AdjustCount(by);
        AssertIncomplete(
            world.Run($"Get-ExternalUser acme {All} -Directory Acme"),
            "acme",
            "counts " + (Enumerable.Range(0, 300).Count(person => world.Simulator.State.Organizations[0].IsInDirectory(person, 0)) + by)
        );
    }

    [Fact]
    public async Task A_missing_page_is_an_error_even_if_a_user_is_deleted_meanwhile()
    {
        await using var world = await StartAsync();
        // The search ends the list too early.
        var cut = world.Simulator.State.People[40].AccountId;
        world.Simulator.Faults.On(OrganizationSearch).After(1).RespondWith(200, $$"""{"data":[{"accountId":"{{cut}}","name":"cut"}]}""");
        world.Simulator.Faults.On("/admin/**/users/count").Nth(2).Do(() => world.Simulator.State.People.Delete(5));
        var error = Assert.Single(world.Run($"Get-ExternalUser acme {All} -Directory Acme").AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_the_right_to_count_lists_all_users()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/count").Respond(403);
        AssertEverybody(world, world.Ok($"Get-ExternalUser acme {All}"));
    }

    [Fact]
    public async Task An_incomplete_list_by_id_ends_the_calling_script()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/rest/api/3/user/bulk").After(7).Respond(500);
        var ids = Enumerable.Range(0, 250).Select(index => world.Simulator.State.People[index].AccountId).ToArray();
        var result = world.Run("try { $ids | Get-ExternalUser -Source acme-jira -ThrottleLimit 1; 'went on' } catch { 'ended' }", ("ids", ids));
        Assert.IsType<ExternalUser>(result.Output[0]!.BaseObject);
        Assert.Equal("ended", result.Output[^1]!.BaseObject);
    }
}
