using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>The users that an action takes from the pipeline.</summary>
public sealed class PipelineInputTests
{
    [Fact]
    public async Task An_incomplete_list_ends_the_pipeline_before_the_first_change()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.On("/admin/**/users/search").After(1).Respond(500);
        var result = world.Run(
            "try { Get-ExternalUser acme | Add-ExternalGroupMember -Group nobody-yet -MaxTargets 1000 -Force } catch { $_.FullyQualifiedErrorId }"
        );
        Assert.StartsWith("IncompleteList,", Assert.Single(result.Output)!.ToString()!, StringComparison.Ordinal);
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("' '")]
    [InlineData("$null")]
    public async Task A_row_without_a_source_is_reported(string source)
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

    [Fact]
    public async Task A_large_group_is_emptied_through_the_pipeline()
    {
        await using var world = await RunWorld.StartAsync(2000);
        var before = world.State.Groups.Members(world.State.Groups.FindByName("jira-software-users")!.Index, 0, default).Count();
        Assert.True(before > 1200, $"Only {before} are in it.");
        var result = world.Run(
            "Get-ExternalGroupMember acme-jira jira-software-users | "
                + "Remove-ExternalGroupMember -Group jira-software-users -IncludeAdministrators -Force -ThrottleLimit 32"
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

    [Theory]
    [InlineData("-Email '*@contractor.example'")]
    [InlineData("-AccountId 5b10ac8d82e05b22cc7d4ef5")]
    [InlineData("-User dana@acme.example")]
    public async Task Users_from_the_pipeline_and_a_named_user_are_an_error(string named)
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
    public async Task A_row_without_a_user_is_an_error_and_prevents_a_sync(string row)
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
    public async Task Rows_without_a_user_are_one_error_and_the_other_rows_are_processed()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        const string Rows =
            "[pscustomobject]@{ Post = 'a@acme.example'; "
            + "Team = 'x' }, [pscustomobject]@{ Mail = $people[0].Email }, [pscustomobject]@{ EmailAddress = $people[1].Email }, "
            + "[pscustomobject]@{ Email = ''; Team = 'x' }, $null | ";
        var result = world.Run(Rows + "Add-ExternalGroupMember -Source acme -Group nobody-yet", ("people", people));
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("InvalidUser,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("3 entries of the list name no user", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("The columns are Email, Post, Team.", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a@acme.example", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal([true, true, false], people.Select(world.IsMember));
    }

    [Fact]
    public async Task With_ErrorAction_Stop_the_first_row_without_a_user_ends_the_command()
    {
        await using var world = await RunWorld.StartAsync();
        var result = world.Run(
            "[pscustomobject]@{ Post = 'x' }, [pscustomobject]@{ Mail = $mail } | Disable-ExternalUser -Source acme -Force -ErrorAction Stop",
            ("mail", world.Plain(1)[0].Email)
        );
        Assert.Contains("1 entry", Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Changes);
    }
}
