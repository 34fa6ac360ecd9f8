using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Exemptions;

/// <summary>The users and groups that exemptions protect.</summary>
public sealed class ExemptionTests
{
    [Theory]
    [InlineData("-AccountId $id", true)]
    [InlineData("-AccountId $id -Source acme", true)]
    [InlineData("-AccountId $id -Source acme-jira", false)]
    [InlineData("-AccountId $id -Action AddGroupMember", true)]
    [InlineData("-AccountId $id -Action DisableUser, RemoveUser", false)]
    [InlineData("-AccountId $id -Action DisableUser, AddGroupMember -Source acme, acme-jira", true)]
    [InlineData("-Email *@ACME.example", true)]
    [InlineData("-Email *@other.example", false)]
    [InlineData("-Group Nobody-Yet", true)]
    [InlineData("-Group nobody", false)]
    public async Task An_exempt_user_or_group_is_skipped(string exemption, bool holds)
    {
        await using var world = await RunWorld.StartAsync();
        var id = ("id", (object?)world.Plain(1)[0].AccountId);
        world.Ok($"Add-ExternalExemption {exemption} -Reason 'The board'", id);
        world.Forget();
        var row = Assert.Single(world.Results("Add-ExternalGroupMember nobody-yet -Source acme -User $id -Force", id));
        Assert.Equal(holds ? (ActionOutcome.Skipped, SkipReason.Exempt) : (ActionOutcome.Succeeded, SkipReason.None), (row.Outcome, row.Reason));
        Assert.Equal(holds, row.Detail!.Contains("The board", StringComparison.Ordinal));
        Assert.Equal(holds ? 0 : 1, world.Changes.Count);
    }

    [Fact]
    public async Task An_exemption_follows_its_source_to_a_new_name()
    {
        await using var world = await RunWorld.StartAsync();
        var id = ("id", (object?)world.Plain(1)[0].AccountId);
        Assert.Equal(
            ["acme"],
            Assert
                .Single(world.Ok("Add-ExternalExemption -AccountId $id -Source ' ACME ', acme -Reason kept -PassThru", id).OutputOf<ExternalExemption>())
                .Source
        );
        world.Ok("Add-ExternalExemption -AccountId other -Reason everywhere");
        world.Ok("Set-ExternalSource acme -NewName renamed");
        world.Forget();
        Assert.Equal((ActionOutcome.Skipped, SkipReason.Exempt), world.One("Add-ExternalGroupMember nobody-yet -Source renamed -User $id -Force", id));
        Assert.Empty(world.Changes);
        Assert.Equal(
            ["", "renamed"],
            world.Ok("Get-ExternalExemption").OutputOf<ExternalExemption>().Select(exemption => string.Join(',', exemption.Source)).Order()
        );
    }

    [Fact]
    public async Task An_exemption_follows_a_session_only_source_to_a_new_name()
    {
        await using var world = await RunWorld.StartAsync();
        var own = new ExternalSource
        {
            Id = Guid.NewGuid(),
            Name = "mine",
            Type = SourceType.Access,
            Url = ServiceAddress.AdminApi,
            SessionOnly = true,
            LastUpdatedBy = "ada",
            LastUpdated = DateTimeOffset.UtcNow,
        };
        world.Shell.Session.Sources.Add((own, new ApiKey(SecureStrings.From("key"))));
        world.Ok("Add-ExternalExemption -AccountId 1 -Source MINE -Reason kept");
        world.Ok("Set-ExternalSource mine -NewName ours");
        Assert.Equal(["ours"], Assert.Single(world.Ok("Get-ExternalExemption").OutputOf<ExternalExemption>()).Source);
    }

    [Fact]
    public async Task An_exemption_from_RemoveGroupMember_applies_to_Revoke_and_Sync()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Ok("Add-ExternalExemption -AccountId $id -Action RemoveGroupMember -Reason kept", ("id", people[0].AccountId));
        world.State.Groups.Add(world.Nobody.Index, people[0].Index);
        var rows = world.Results("@() | Sync-ExternalGroupMember nobody-yet -Source acme -AllowEmpty -Force");
        Assert.Contains(rows, row => row.AccountId == people[0].AccountId && row.Reason == SkipReason.Exempt);
        Assert.True(world.IsMember(people[0]));

        world.Forget();
        rows = world.Results("Revoke-ExternalUserAccess -Source acme -User $id -Force", ("id", people[0].AccountId));
        Assert.All(rows, row => Assert.True(row.Reason == SkipReason.Exempt || row.Outcome == ActionOutcome.NoChange, row.Detail));
        Assert.Empty(world.Changes);

        world.Ok("Add-ExternalExemption -AccountId $id -Action AddGroupMember -Reason out", ("id", people[1].AccountId));
        rows = world.Results("Sync-ExternalGroupMember nobody-yet -Source acme -User $ids -Force", ("ids", RunWorld.Ids(people)));
        Assert.Contains(rows, row => row.AccountId == people[1].AccountId && row.Reason == SkipReason.Exempt);
        Assert.False(world.IsMember(people[1]));
    }

    [Fact]
    public async Task An_exemption_from_SyncGroupMember_keeps_members_in_the_group()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        foreach (var person in people)
        {
            world.State.Groups.Add(world.Nobody.Index, person.Index);
        }

        world.Ok("Add-ExternalExemption -AccountId $id -Action SyncGroupMember -Reason kept", ("id", people[0].AccountId));
        world.Ok("@() | Sync-ExternalGroupMember nobody-yet -Source acme -AllowEmpty -Force");
        Assert.True(world.IsMember(people[0]));
        Assert.False(world.IsMember(people[1]));
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("plan")]
    [InlineData("sync")]
    [InlineData("undo")]
    public async Task An_address_that_only_the_list_contains_is_exempt_in_each_command(string way)
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
            // The site fails at once. The user of the other source gives the run a log.
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
    public async Task An_exemption_applies_to_both_spellings_of_an_accent()
    {
        await using var world = await RunWorld.StartAsync();
        world.State.Groups.Create("\u00C9quipe");
        world.Ok("Add-ExternalExemption -Group $name -Reason 'The board'", ("name", "E\u0301quipe"));
        var row = Assert.Single(
            world.Results("Add-ExternalGroupMember acme $name -User $id -Force", ("name", "\u00C9quipe"), ("id", world.Plain(1)[0].AccountId))
        );
        Assert.Equal(SkipReason.Exempt, row.Reason);
    }

    [Fact]
    public async Task An_exemption_from_removal_allows_an_undo_that_adds_the_user()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.State.Groups.Add(world.Nobody.Index, people[0].Index);
        world.Ok("$id | Sync-ExternalGroupMember -Source acme -Group nobody-yet -Force -MaxTargets 9", ("id", people[1].AccountId));
        Assert.Equal((false, true), (world.IsMember(people[0]), world.IsMember(people[1])));
        world.Later();
        world.Ok("$null = Add-ExternalExemption -AccountId $id -Action RemoveGroupMember -Reason Keep", ("id", people[0].AccountId));
        Assert.All(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force"), row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal((true, false), (world.IsMember(people[0]), world.IsMember(people[1])));
    }

    [Theory]
    [InlineData("-Email *@board.acme.example", true)]
    [InlineData("-Email *@board.acme.example -Action RemoveUser", false)]
    [InlineData("-Email *@board.acme.example -Source acme", false)]
    [InlineData("-Group site-admins", false)]
    public async Task A_hidden_address_that_an_exemption_may_match_is_one_warning(string exemption, bool isWarned)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        foreach (var person in people.Take(2))
        {
            world.State.People.Change(person.Index, one => one with { EmailHidden = true, Managed = false });
        }

        world.Ok($"$null = Add-ExternalExemption {exemption} -Reason Board");
        foreach (var mode in new[] { "-WhatIf", "-Force" })
        {
            var result = world.Ok("Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids " + mode, ("ids", RunWorld.Ids(people)));
            Assert.Equal(isWarned ? 1 : 0, result.Warnings.Count(warning => warning.Message.Contains("exemption by e-mail address", StringComparison.Ordinal)));
            Assert.DoesNotContain(result.OutputOf<ExternalActionResult>(), row => row.Outcome == ActionOutcome.Skipped);
        }
    }
}
