using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Making the members of a group match a list.</summary>
public sealed class SyncExternalGroupMemberTests
{
    private const string Undo = "Get-ExternalRun -Last 1 | Undo-ExternalRun -Force";

    [Fact]
    public async Task A_group_that_matches_the_list_is_reported_without_output()
    {
        await using var world = await RunWorld.StartAsync();
        var people = ("ids", (object?)RunWorld.Ids(world.Plain(2)));
        world.Ok("Sync-ExternalGroupMember acme nobody-yet -User $ids -Confirm:$false", people);
        var again = world.Ok("Sync-ExternalGroupMember acme nobody-yet -User $ids -Confirm:$false -Verbose", people);
        Assert.Empty(again.Output);
        Assert.Empty(again.Warnings);
        Assert.Contains(again.Verbose, line => line.Message.Contains("exactly the 2 members of the list", StringComparison.Ordinal));
        world.Ok("@() | Sync-ExternalGroupMember acme nobody-yet -AllowEmpty -Confirm:$false");
        Assert.Contains(
            "There is nothing to do",
            Assert.Single(world.Ok("@() | Sync-ExternalGroupMember acme nobody-yet -AllowEmpty -Confirm:$false").Warnings).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task A_sync_makes_the_members_match_the_list_and_can_be_undone(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(9);
        foreach (var person in people[..6])
        {
            world.State.Groups.Add(world.Nobody.Index, person.Index);
        }

        world.Forget();
        var rows = world.Results($"Sync-ExternalGroupMember nobody-yet -Source {source} -User $ids -Force", ("ids", RunWorld.Ids(people[3..])));
        Assert.All(rows, row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(
            people[..3].Select(person => "remove-member " + person.AccountId).Concat(people[6..].Select(person => "add-member " + person.AccountId)).Order(),
            world.Writes.Order()
        );
        Assert.Equal((ExternalAction.SyncGroupMember, 6), (world.CheckedLast().Action, world.Last().Succeeded));

        world.Later();
        world.Ok(Undo);
        Assert.Equal(people[..6].Select(person => person.Index), people.Where(world.IsMember).Select(person => person.Index));
    }

    [Theory]
    [InlineData("-User nobody@nowhere.example", "InvalidUser")]
    [InlineData("-User $first, nobody@nowhere.example", "InvalidUser")]
    [InlineData("-User $first, 'dana*'", "InvalidUser")]
    [InlineData("-User $first -MaxTargets 1", "RunRefused")]
    public async Task An_invalid_list_removes_nobody(string list, string error)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(4);
        foreach (var person in people)
        {
            world.State.Groups.Add(world.Nobody.Index, person.Index);
        }

        world.Fails(error, $"Sync-ExternalGroupMember nobody-yet -Source acme -Force {list}", ("first", people[0].AccountId));
        world.Fails("InvalidUser", "@() | Sync-ExternalGroupMember nobody-yet -Source acme -Force");
        var rows = new[] { new { AccountId = people[0].AccountId, Source = "acme" }, new { AccountId = people[0].AccountId, Source = "acme-jira" } };
        world.Fails("InvalidSource", "$rows | Sync-ExternalGroupMember -Group nobody-yet -Force", ("rows", rows));
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task A_sync_that_removes_most_members_is_refused()
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
}
