using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Module.Tests;

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
    [InlineData("[pscustomobject]@{ Mail = 'a@acme.example' }")]
    [InlineData("[pscustomobject]@{ AccountId = ''; Email = ' ' }")]
    [InlineData("$null")]
    [InlineData("42")]
    public async Task A_row_that_names_nobody_is_told_and_keeps_a_group_as_it_is(string row)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.State.Groups.Add(world.Nobody.Index, person.Index);
        Assert.NotEmpty(world.Run($"{row} | Disable-ExternalUser -Source acme -Force").AllErrors);
        Assert.NotEmpty(world.Run($"$id, ({row}) | Sync-ExternalGroupMember -Source acme -Group nobody-yet -Force", ("id", world.Plain(2)[1].AccountId)).AllErrors);
        Assert.Empty(world.Changes);
        Assert.True(world.IsMember(person));
    }

    [Fact]
    public async Task Half_a_list_does_not_cost_the_other_half_their_membership()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(20);
        foreach (var person in people)
            world.State.Groups.Add(world.Nobody.Index, person.Index);
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
        System.IO.File.WriteAllText(path, System.IO.File.ReadAllText(path).Replace(world.Simulator.Address.AbsoluteUri, "https://api.atlassian.com/", System.StringComparison.Ordinal));
        world.Forget();
        world.Fails("InvalidSource", "Get-ExternalRun -Last 1 | Undo-ExternalRun -Force");
        Assert.Empty(world.Changes);
    }
}
