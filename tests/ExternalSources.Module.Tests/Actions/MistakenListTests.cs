using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Module.Tests.Actions;

/// <summary>Lists that do not say what their author meant.</summary>
public sealed class MistakenListTests
{
    [Fact]
    public async Task A_row_whose_address_is_somebody_elses_touches_neither()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        const string rows = "[pscustomobject]@{ AccountId = $ids[0]; Email = $mails[1] }, [pscustomobject]@{ AccountId = $ids[2]; Email = $mails[2].ToUpperInvariant() } | ";
        (string, object?)[] variables = [("ids", RunWorld.Ids(people)), ("mails", people.Select(person => person.Email).ToArray())];

        var result = world.Run(rows + "Add-ExternalGroupMember nobody-yet -Source acme -Force", variables);
        Assert.Equal([ActionOutcome.Failed, ActionOutcome.Succeeded], result.OutputOf<ExternalActionResult>().Select(row => row.Outcome).Order().Reverse());
        Assert.Contains($"not of {people[1].Email}", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Equal(["add-member " + people[2].AccountId], world.Writes);

        world.Forget();
        var error = world.Fails("InvalidUser", rows + "Sync-ExternalGroupMember -Source acme -Group nobody-yet -Force", variables);
        Assert.Contains($"not of {people[1].Email}", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Changes);
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
        var result = world.Run("& { $ErrorActionPreference = 'Stop'; Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force -ThrottleLimit 1 }", ("ids", ids));
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
        var result = world.Run("try { Get-ExternalUser acme | Add-ExternalGroupMember -Group nobody-yet -MaxTargets 1000 -Force } catch { $_.FullyQualifiedErrorId }");
        Assert.StartsWith("IncompleteList,", Assert.Single(result.Output)!.ToString()!, StringComparison.Ordinal);
        Assert.Empty(world.Changes);
    }
}
