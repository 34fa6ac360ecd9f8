using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Lists that do not say what their author meant.</summary>
public sealed class MistakenListTests
{
    [Fact]
    public async Task A_row_whose_address_is_somebody_elses_touches_neither()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        const string rows =
            "[pscustomobject]@{ AccountId = $ids[0]; Email = $mails[1] }, [pscustomobject]@{ AccountId = $ids[2]; Email = $mails[2].ToUpperInvariant() } | ";
        (string, object?)[] variables = [("ids", RunWorld.Ids(people)), ("mails", people.Select(person => person.Email).ToArray())];

        var result = world.Run(rows + "Add-ExternalGroupMember nobody-yet -Source acme -Force", variables);
        Assert.Equal([ActionOutcome.Failed, ActionOutcome.Succeeded], result.OutputOf<ExternalActionResult>().Select(row => row.Outcome).Order().Reverse());
        Assert.Contains($"not to {people[1].Email}", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Equal(["add-member " + people[2].AccountId], world.Writes);

        world.Forget();
        var error = world.Fails("InvalidUser", rows + "Sync-ExternalGroupMember -Source acme -Group nobody-yet -Force", variables);
        Assert.Contains($"not to {people[1].Email}", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_touches_neither_when_the_run_is_resumed(bool isUnseen)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        (string, object?)[] variables = [("ids", RunWorld.Ids(people)), ("mails", people.Select(person => person.Email).ToArray())];
        // Nobody has been looked at in a source that fails at once.
        world.State.SiteTokens[0].Revoked = isUnseen;
        world.Run(
            "[pscustomobject]@{ AccountId = $ids[0]; Email = $mails[1] }, [pscustomobject]@{ AccountId = $ids[2]; Email = $mails[2] } | Add-ExternalGroupMember nobody-yet -Source acme, acme-jira -Force",
            variables
        );
        world.State.SiteTokens[0].Revoked = false;
        Assert.Equal(isUnseen ? 2 : 0, world.Last().Pending);
        world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        Assert.Equal(["add-member " + people[2].AccountId], world.Writes.Distinct());
        Assert.Equal((2, 0), (world.CheckedLast().Failed, world.Last().Pending));
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("plan")]
    [InlineData("sync")]
    [InlineData("undo")]
    public async Task An_address_that_the_site_hides_and_the_list_tells_is_exempt_whenever_it_is_done(string way)
    {
        await using var world = await RunWorld.StartAsync();
        using var folder = new TestKit.TemporaryFolder();
        var people = world.Plain(2);
        var person = people[0];
        world.State.People.Change(person.Index, one => one with { EmailHidden = true, Managed = false });
        (string, object?)[] variables =
        [
            (
                "row",
                new
                {
                    person.AccountId,
                    Email = "chair@board.example",
                    Source = "acme-jira",
                }
            ),
            ("other", new { people[1].AccountId, Source = "acme" }),
            ("plan", folder.Combine("plan.json")),
        ];
        if (way == "resume")
        {
            // The site fails at once; somebody else in another source makes it a run with a log.
            world.State.SiteTokens[0].Revoked = true;
            world.Run("$row, $other | Add-ExternalGroupMember -Group nobody-yet -Force", variables);
            world.State.SiteTokens[0].Revoked = false;
        }
        else if (way == "plan")
        {
            world.Ok("$row | Add-ExternalGroupMember -Group nobody-yet -PlanPath $plan", variables);
        }
        else if (way == "undo")
        {
            world.Ok("$row | Add-ExternalGroupMember -Group nobody-yet", variables);
            world.Later();
            world.Forget();
        }

        world.Ok("Add-ExternalExemption -Email '*@board.example' -Reason 'The board'");
        var command = way switch
        {
            "resume" => "Get-ExternalRun -Last 1 | Resume-ExternalRun -Force",
            "plan" => "Invoke-ExternalPlan $plan -Force",
            "undo" => "Get-ExternalRun -Last 1 | Undo-ExternalRun -Force",
            _ => "$row | Sync-ExternalGroupMember -Group nobody-yet -Force",
        };
        var result = Assert.Single(world.Results(command, variables));
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Exempt), (result.Outcome, result.Reason));
        Assert.DoesNotContain(world.Writes, write => write.EndsWith(person.AccountId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Taking_back_a_restoration_spares_whom_somebody_deactivated_since_also_when_it_is_resumed()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var ids = ("ids", (object?)RunWorld.Ids(people));
        world.Ok("Remove-ExternalUser acme -User $ids -Force", ids);
        world.Later();
        world.Ok("Restore-ExternalUser acme -User $ids -Force", ids);
        world.Later();
        var fault = world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Respond(403);
        world.Run("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force -ThrottleLimit 1");
        Assert.Equal(2, world.CheckedLast().Failed);
        world.Simulator.Faults.Remove(fault);
        world.State.People.Change(people[0].Index, person => person with { Account = AccountState.Inactive });
        world.Later();
        world.Forget();
        var rows = world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        Assert.Equal(SkipReason.Drifted, rows.Single(row => row.AccountId == people[0].AccountId).Reason);
        Assert.Equal(["delete " + people[1].AccountId], world.Writes);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("unknown")]
    public async Task Every_group_that_grants_an_application_is_left_whatever_page_it_is_on(string how)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.Groups.Add(world.State.Groups.FindByName("jira-software-users")!.Index, person.Index);
        // A page that holds one of the groups and says that there are more, and one that does not know any of them.
        world
            .Simulator.Faults.On("/rest/api/3/group/bulk")
            .Where(request => request.Query.ContainsKey("groupId") && request.Query["startAt"] == "0")
            .RespondWith(
                200,
                how == "cut"
                    ? $$"""{"total":99,"isLast":false,"values":[{"groupId":"{{world.Nobody.Id}}","name":"x"}]}"""
                    : """{"total":0,"isLast":true,"values":[]}"""
            );
        var rows = world.Results("Revoke-ExternalUserAccess acme-jira -User $id -Force", ("id", person.AccountId));
        Assert.All(rows, row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.DoesNotContain(world.State.Groups.GroupsOf(person.Index), group => group.Name == "jira-software-users");
    }

    [Theory]
    [InlineData("Get-ExternalUser -AccountId $id | Remove-ExternalUser -Force")]
    [InlineData("Remove-ExternalUser * -User $id -Force")]
    [InlineData("Remove-ExternalUser acme, acme-jira -User $id -Force")]
    [InlineData("Remove-ExternalUser acme, acme-jira -User $id -WhatIf")]
    public async Task Accounts_are_not_deleted_by_a_command_that_also_removes_people_from_a_site(string command)
    {
        await using var world = await RunWorld.StartAsync();
        var id = world.Plain(1)[0].AccountId;
        var error = world.Fails("InvalidSource", command, ("id", id));
        Assert.Contains("acme-jira", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Changes);
        Assert.Empty(world.LogFiles);

        Assert.Single(world.Results("Get-ExternalUser acme -AccountId $id | Remove-ExternalUser -WhatIf", ("id", id)));
        Assert.Single(world.Results("Get-ExternalUser acme-jira -AccountId $id | Remove-ExternalUser -WhatIf", ("id", id)));
    }

    [Fact]
    public async Task A_run_that_stops_at_an_error_says_how_it_goes_on()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        string[] ids = ["nobody@acme.example", .. RunWorld.Ids(people)];
        var result = world.Run(
            "& { $ErrorActionPreference = 'Stop'; Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force -ThrottleLimit 1 }",
            ("ids", ids)
        );
        Assert.NotNull(result.TerminatingError);
        var run = world.Last().Id;
        Assert.Contains($"Resume-ExternalRun {run}", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);

        world.Run($"Resume-ExternalRun {run} -Force");
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
        Assert.Empty(world.Run("Add-ExternalGroupMember nobody-yet -Source acme -User nobody@acme.example -Force").Warnings);
    }

    [Fact]
    public async Task A_list_that_breaks_off_ends_the_pipeline_before_anybody_is_changed()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.On("/admin/**/users/search").After(1).Respond(500);
        var result = world.Run(
            "try { Get-ExternalUser acme | Add-ExternalGroupMember -Group nobody-yet -MaxTargets 1000 -Force } catch { $_.FullyQualifiedErrorId }"
        );
        Assert.StartsWith("IncompleteList,", Assert.Single(result.Output)!.ToString()!, StringComparison.Ordinal);
        Assert.Empty(world.Changes);
    }
}
