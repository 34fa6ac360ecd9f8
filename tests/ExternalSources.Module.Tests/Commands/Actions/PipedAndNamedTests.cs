using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Whom a command means when users come down the pipeline: those, all of them, and nobody else.</summary>
public class PipedAndNamedTests
{
    [Theory]
    [InlineData("-Email '*@contractor.example'")]
    [InlineData("-AccountId 5b10ac8d82e05b22cc7d4ef5")]
    [InlineData("-User dana@acme.example")]
    public async Task Who_is_named_is_no_filter_for_who_is_piped(string named)
    {
        await using var world = await RunWorld.StartAsync();
        world.Fails("InvalidUser", "Get-ExternalUser -Source acme | Disable-ExternalUser -Force " + named);
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Post = 'a@acme.example' }")]
    [InlineData("@{ Mail = 'a@acme.example' }")]
    [InlineData("[pscustomobject]@{ AccountId = ''; Email = ' ' }")]
    [InlineData("$null")]
    [InlineData("42")]
    public async Task A_row_that_names_nobody_is_told_and_keeps_a_group_as_it_is(string row)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.Groups.Add(world.Nobody.Index, person.Index);
        Assert.NotEmpty(world.Run($"{row} | Disable-ExternalUser -Source acme -Force").AllErrors);
        Assert.NotEmpty(
            world.Run($"$id, ({row}) | Sync-ExternalGroupMember -Source acme -Group nobody-yet -Force", ("id", world.Plain(2)[1].AccountId)).AllErrors
        );
        Assert.Empty(world.Changes);
        Assert.True(world.IsMember(person));
    }

    [Fact]
    public async Task Rows_that_name_nobody_are_told_once_with_their_columns_and_the_others_are_done()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        const string Rows =
            "[pscustomobject]@{ Post = 'a@acme.example'; Team = 'x' }, [pscustomobject]@{ Mail = $people[0].Email }, [pscustomobject]@{ EmailAddress = $people[1].Email }, [pscustomobject]@{ Email = ''; Team = 'x' }, $null | ";
        var result = world.Run(Rows + "Add-ExternalGroupMember -Source acme -Group nobody-yet", ("people", people));
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("InvalidUser,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("3 entries of the list name no user", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("The columns are Email, Post, Team.", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a@acme.example", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal([true, true, false], people.Select(world.IsMember));
    }

    [Fact]
    public async Task With_Stop_the_first_row_that_names_nobody_is_the_end()
    {
        await using var world = await RunWorld.StartAsync();
        var result = world.Run(
            "[pscustomobject]@{ Post = 'x' }, [pscustomobject]@{ Mail = $mail } | Disable-ExternalUser -Source acme -Force -ErrorAction Stop",
            ("mail", world.Plain(1)[0].Email)
        );
        Assert.Contains("1 entry", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task Somebody_in_the_place_of_a_source_is_told()
    {
        await using var world = await RunWorld.StartAsync();
        var error = world.Fails("InvalidUser", "Disable-ExternalUser dana@acme.example -Force");
        Assert.Contains("'dana@acme.example' was read as the name of a source", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Disable-ExternalUser acme -User dana@acme.example", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_name_is_told_who_takes_it()
    {
        await using var world = await RunWorld.StartAsync();
        Assert.Contains(
            "find users by name",
            Assert.Single(world.Run("Disable-ExternalUser acme -User 'Dana Full' -Force").AllErrors).ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("nowhere", "nowhere")]
    [InlineData("acme", "locked")]
    public async Task A_source_that_cannot_be_used_now_is_no_source_that_never_can(string source, string why)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Set-StubVault -Name Secrets -Locked");
        var result = world.Run($"Disable-ExternalUser {source} -User 557058:1, 557058:2 -Force");
        Assert.Single(result.AllErrors);
        var rows = result.OutputOf<ExternalActionResult>();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal((ActionOutcome.Skipped, SkipReason.NotAttempted), (row.Outcome, row.Reason)));
        Assert.All(rows, row => Assert.Contains(why, row.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_a_list_does_not_cost_the_other_half_their_membership()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(20);
        foreach (var person in people)
        {
            world.State.Groups.Add(world.Nobody.Index, person.Index);
        }

        var some = ("some", (object?)RunWorld.Ids(people.Take(4)));
        world.Fails("RunRefused", "$some | Sync-ExternalGroupMember -Source acme -Group nobody-yet -Force", some);
        Assert.Empty(world.Changes);
        Assert.Equal(16, world.Results("$some | Sync-ExternalGroupMember -Source acme -Group nobody-yet -Force -WhatIf", some).Count);
        Assert.Equal(16, world.Results("$some | Sync-ExternalGroupMember -Source acme -Group nobody-yet -Force -MaxTargets 16", some).Count);
    }

    [Fact]
    public async Task A_run_is_not_taken_back_where_its_source_leads_to_another_place()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Ok("Add-ExternalGroupMember -Source acme -Group nobody-yet -User $id", ("id", person.AccountId));
        var path = world.Last().Path;
        System.IO.File.WriteAllText(
            path,
            System.IO.File.ReadAllText(path).Replace(world.Simulator.Address.AbsoluteUri, "https://api.atlassian.com/", System.StringComparison.Ordinal)
        );
        world.Forget();
        world.Fails("InvalidSource", "Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.Empty(world.Changes);
    }
}
