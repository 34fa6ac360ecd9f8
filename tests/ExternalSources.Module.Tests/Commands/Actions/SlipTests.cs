using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Slips in a command or in a list, which would cost somebody an account or a membership.</summary>
public sealed class SlipTests
{
    [Theory]
    [InlineData("Remove-ExternalUser acme -User $id -Directory Acme -Force")]
    [InlineData("Get-ExternalUser acme -AccountId $id | Remove-ExternalUser -Directory no-such -Confirm:$false")]
    [InlineData("Remove-ExternalUser acme -User $id -Directory Acme -WhatIf")]
    public async Task Whoever_names_a_directory_does_not_mean_the_account(string script)
    {
        await using var world = await RunWorld.StartAsync();
        Assert.Contains(
            "-FromDirectory",
            world.Fails("InvalidDirectory", script, ("id", world.Plain(1)[0].AccountId)).ErrorDetails.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("' '")]
    [InlineData("$null")]
    public async Task A_row_without_a_source_reaches_the_command(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        foreach (var person in people)
        {
            world.State.Groups.Add(world.Nobody.Index, person.Index);
        }

        var list = $"[pscustomobject]@{{ Email = $mails[0]; Source = 'acme' }}, [pscustomobject]@{{ Email = $mails[1]; Source = {source} }} | ";
        var mails = ("mails", (object?)people.Select(person => person.Email).ToArray());
        Assert.Contains(
            people[1].Email!,
            world.Fails("InvalidSource", list + "Sync-ExternalGroupMember -Group nobody-yet -Force", mails).ErrorDetails.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(world.Changes);

        var result = world.Run(list + "Remove-ExternalGroupMember -Group nobody-yet -Force", mails);
        Assert.Contains(people[1].Email!, Assert.Single(result.AllErrors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal([false, true], people.Select(world.IsMember));
    }

    [Theory]
    [InlineData("''")]
    [InlineData("@()")]
    [InlineData("$null")]
    public async Task A_source_that_is_empty_is_a_mistake(string source)
    {
        await using var world = await RunWorld.StartAsync();
        world.Fails("InvalidSource", $"Disable-ExternalUser -Source {source} -User $id -Force", ("id", world.Plain(1)[0].AccountId));
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("-Email $mail")]
    [InlineData("-AccountId $id")]
    public async Task Users_are_named_in_one_way(string also)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Fails(
            "InvalidUser",
            "Sync-ExternalGroupMember acme nobody-yet -User $one -Force " + also,
            ("one", people[0].AccountId),
            ("id", people[1].AccountId),
            ("mail", people[1].Email)
        );
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task One_plan_at_a_time()
    {
        await using var world = await RunWorld.StartAsync();
        using var folder = new TestKit.TemporaryFolder();
        var people = world.Plain(2);
        foreach (var i in new[] { 0, 1 })
        {
            world.Ok("Disable-ExternalUser acme -User $id -PlanPath $plan", ("id", people[i].AccountId), ("plan", folder.Combine(i + ".json")));
        }

        world.Forget();
        var result = world.Run(
            "$plans | ForEach-Object { [pscustomobject]@{ FullName = $_ } } | Invoke-ExternalPlan -Force",
            ("plans", new[] { folder.Combine("0.json"), folder.Combine("1.json") })
        );
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("InvalidPath,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("1.json", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal([people[0].AccountId], result.OutputOf<ExternalActionResult>().Select(row => row.AccountId));
        Assert.Empty(world.Ok("@() | Invoke-ExternalPlan -Force").Output);
    }

    [Fact]
    public async Task A_plan_of_nothing_is_one()
    {
        await using var world = await RunWorld.StartAsync();
        using var folder = new TestKit.TemporaryFolder();
        var plan = ("plan", (object?)folder.Combine("plan.json"));
        world.Ok("Resume-ExternalUser acme -User $id -Directory Acme -PlanPath $plan", ("id", world.Plain(1)[0].AccountId), plan);
        world.Forget();
        Assert.Contains("contains no changes", Assert.Single(world.Ok("Invoke-ExternalPlan $plan -Force", plan).Warnings).Message, StringComparison.Ordinal);
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task A_large_group_is_emptied_by_what_is_read_from_it()
    {
        await using var world = await RunWorld.StartAsync(2000);
        var before = world.State.Groups.Members(world.State.Groups.FindByName("jira-software-users")!.Index, 0, default).Count();
        Assert.True(before > 1200, $"Only {before} are in it.");
        var result = world.Run(
            "Get-ExternalGroupMember acme-jira jira-software-users | Remove-ExternalGroupMember -Group jira-software-users -IncludeAdministrators -Force -ThrottleLimit 32"
        );
        Assert.Empty(result.AllErrors);
        var rows = result.OutputOf<ExternalActionResult>();
        Assert.Equal(before, rows.Count);
        Assert.Equal(
            rows.Count(row => row.Outcome == ActionOutcome.Skipped),
            world.State.Groups.Members(world.State.Groups.FindByName("jira-software-users")!.Index, 0, default).Count()
        );
        Assert.True(rows.Count(row => row.Outcome == ActionOutcome.Succeeded) > 1200);
    }

    [Fact]
    public async Task A_run_is_not_complete_while_users_of_a_source_that_is_gone_wait()
    {
        await using var world = await RunWorld.StartAsync();
        var ids = ("ids", (object?)RunWorld.Ids(world.Plain(8)));
        var fault = world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Respond(403);
        world.Run("Add-ExternalGroupMember nobody-yet -Source acme-jira, acme -User $ids -ThrottleLimit 1", ids);
        world.Simulator.Faults.Remove(fault);
        world.Ok("Remove-ExternalSource acme-jira -Confirm:$false");
        var rows = world.Run("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").OutputOf<ExternalActionResult>();
        Assert.Equal(8, rows.Count(row => row.Source == "acme" && row.Outcome == ActionOutcome.Succeeded));
        Assert.Equal(8, rows.Count(row => row.Source == "acme-jira" && row.Reason == SkipReason.NotAttempted));
        var run = world.CheckedLast();
        Assert.Equal(RunStatus.Stopped, run.Status);
        Assert.True(run.Failed + run.Pending == 8, $"{run.Failed} failed, {run.Pending} pending");
    }

    [Fact]
    public async Task An_exemption_holds_however_accents_are_written()
    {
        await using var world = await RunWorld.StartAsync();
        world.State.Groups.Create("\u00C9quipe");
        world.Ok("Add-ExternalExemption -Group $name -Reason 'The board'", ("name", "E\u0301quipe"));
        var row = Assert.Single(
            world.Results("Add-ExternalGroupMember acme $name -User $id -Force", ("name", "\u00C9quipe"), ("id", world.Plain(1)[0].AccountId))
        );
        Assert.Equal(SkipReason.Exempt, row.Reason);
    }
}
