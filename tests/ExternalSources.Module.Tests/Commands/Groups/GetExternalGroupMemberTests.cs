using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Commands.Users;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Groups;

/// <summary>The members of groups.</summary>
public sealed class GetExternalGroupMemberTests : GroupTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void A_page_of_one_member_in_the_middle_is_not_the_end_of_a_group(int at)
    {
        var member = Book.Members(2, at - 1, MemberView.Site).First().AccountId;
        World
            .Simulator.Faults.On("/rest/api/3/group/member")
            .Where(request => request.Query["startAt"] == "49")
            .RespondWith(200, $$"""{"startAt":49,"maxResults":50,"total":1262,"isLast":false,"values":[{"accountId":"{{member}}"}]}""");
        var result = World.Run("Get-ExternalGroupMember acme-jira all-employees -ThrottleLimit 1");
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
        World.Simulator.Faults.On("/rest/api/3/group/member").AdjustCount(7);
        var error = Assert.Single(World.Run("Get-ExternalGroupMember acme-jira all-employees").AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        var members = Book.MemberCount(2, MemberView.Site);
        Assert.Contains($"ends at row {members}, but the service counts {members + 7}", error.ErrorDetails.Message, StringComparison.Ordinal);
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
        var users = World.Ok("Get-ExternalUser acme -Group $groups", ("groups", names)).OutputOf<ExternalUser>();
        Assert.Equal(members, users.Select(user => user.AccountId).Order(StringComparer.Ordinal));
        Assert.All(users, user => Assert.Null(user.MemberOf));
        Assert.DoesNotContain(World.Simulator.Requests.Snapshot(), request => request.PathOnly.EndsWith("/users/count", StringComparison.Ordinal));

        var without = World.Ok("Get-ExternalUser acme -Group $groups -NotInGroup all-employees", ("groups", names)).OutputOf<ExternalUser>();
        Assert.Equal(members.Except(Book.Members(2).Select(person => person.AccountId)), without.Select(user => user.AccountId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Members_of_many_groups_are_read_concurrently_and_returned_in_order()
    {
        foreach (var source in new[] { "acme", "acme-jira" })
        {
            // The limit is that of one command, so the groups are read beforehand.
            var groups = World.Ok($"Get-ExternalGroup {source}").OutputOf<ExternalGroup>();
            World.Simulator.Requests.Clear();
            World.Simulator.Faults.Latency = TimeSpan.FromMilliseconds(10);
            var members = World.Ok("$groups | Get-ExternalGroupMember", ("groups", groups)).OutputOf<ExternalUser>();
            World.Simulator.Faults.Latency = TimeSpan.Zero;
            Assert.Equal(
                groups.Sum(group => Book.MemberCount(Book.Find(group.Id)!.Index, source == "acme" ? MemberView.Organization : MemberView.Site)),
                members.Count
            );
            var order = members.Select(member => member.MemberOf).ToArray();
            Assert.Equal(order.Distinct(), groups.Select(group => group.Name).Where(order.Contains).Distinct());
            Assert.Equal(order.Distinct().Count(), 1 + order.Zip(order.Skip(1)).Count(pair => pair.First != pair.Second));
            Assert.InRange(World.Simulator.Requests.PeakInFlight, 4, 8);
            // Nobody sees the number of members of one group of many.
            Assert.DoesNotContain(World.Simulator.Requests.Snapshot(), request => request.PathOnly.EndsWith("/users/count", StringComparison.Ordinal));
        }
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
        var users = World.Ok(script, ("id", Book[2].Id)).OutputOf<ExternalUser>();
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
        var deactivated = World.Ok("Get-ExternalGroupMember acme all-employees -Status Deactivated, Suspended").OutputOf<ExternalUser>();
        Assert.Equal(
            Book.Members(2).Where(person => ReadingFixture.StatusOf(person) is "Deactivated" or "Suspended").Select(person => person.AccountId).Order(),
            deactivated.Select(user => user.AccountId).Order()
        );
        var apps = World.Ok("Get-ExternalGroupMember acme-jira all-employees -AccountType App").OutputOf<ExternalUser>();
        Assert.Equal(
            Book.Members(2).Where(person => person.Kind == AccountKind.App).Select(person => person.AccountId).Order(),
            apps.Select(user => user.AccountId).Order()
        );
    }

    [Fact]
    public void A_state_that_a_site_does_not_have_is_a_warning()
    {
        var result = World.Ok("Get-ExternalGroupMember acme-jira all-employees -Status Suspended");
        Assert.Empty(result.Output);
        Assert.Contains("returns no users for Suspended", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_in_several_groups_is_returned_for_each_group()
    {
        var users = World.Ok("Get-ExternalGroupMember acme contractors, all-employees").OutputOf<ExternalUser>();
        Assert.Equal(Book.MemberCount(8) + Book.MemberCount(2), users.Count);
        Assert.Equal(Book.MemberCount(8), users.Count(user => user.MemberOf == "contractors"));
        Assert.Empty(World.Ok("Get-ExternalGroupMember acme, acme-jira nobody-yet").Output);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public void A_group_named_by_its_name_and_by_its_id_is_returned_once(string source)
    {
        var once = World.Ok($"Get-ExternalGroupMember {source} contractors").OutputOf<ExternalUser>();
        var twice = World.Ok($"Get-ExternalGroupMember {source} contractors, (Get-ExternalGroup {source} -Name contractors).Id").OutputOf<ExternalUser>();
        Assert.NotEmpty(once);
        Assert.Equal(once.Select(user => (user.AccountId, user.MemberOf)), twice.Select(user => (user.AccountId, user.MemberOf)));
    }

    [Fact]
    public void An_unknown_group_is_an_error_of_each_source_and_the_others_are_returned()
    {
        var result = World.Run("Get-ExternalGroupMember acme, acme-jira nope, contractors");
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
        World.Simulator.Faults.On("/rest/api/3/group/member").Nth(2).Do(() => Book.Remove(2, members[place].Index));
        var ids = World.Ok("Get-ExternalGroupMember acme-jira all-employees").OutputOf<ExternalUser>().Select(user => user.AccountId).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Empty(members.Where(member => member.Index != members[place].Index).Select(member => member.AccountId).Except(ids));
    }

    [Fact]
    public void A_renamed_group_is_still_found_by_its_id()
    {
        Book.Rename(8, "externals");
        Assert.All(World.Ok("Get-ExternalGroupMember acme $id", ("id", Book[8].Id)).OutputOf<ExternalUser>(), user => Assert.Equal("externals", user.MemberOf));
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
        var result = World.Run(script);
        Assert.Empty(result.Output);
        Assert.Single(result.AllErrors);
    }

    [Fact]
    public async Task A_stopped_command_sends_no_request()
    {
        var holding = World.Simulator.Faults.On("/rest/api/3/group/member").Nth(2).Hold();
        using var stop = new System.Threading.CancellationTokenSource();
        var run = World.Shell.RunAsync("Get-ExternalGroupMember acme-jira all-employees, contractors", stop.Token);
        await holding.WaitForArrivalAsync();
        await stop.CancelAsync();
        Assert.Equal(ShellState.Stopped, (await run).State);
        await World.Simulator.Requests.WaitForIdleAsync();
        var count = World.Simulator.Requests.Count;
        World.Ok("Get-ExternalSource");
        Assert.Equal(count, World.Simulator.Requests.Count);
    }
}
