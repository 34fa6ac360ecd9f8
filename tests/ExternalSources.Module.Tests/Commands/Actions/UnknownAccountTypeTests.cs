using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>An account of unknown type is in lists, and actions change it only if a person gave its account id.</summary>
public sealed class UnknownAccountTypeTests
{
    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task Lists_contain_accounts_of_unknown_type(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var robot = Robot(world);
        var all = world.Ok($"Get-ExternalUser {source}");
        Assert.Empty(all.Warnings);
        var user = Assert.Single(all.OutputOf<ExternalUser>(), user => user.AccountId == robot.AccountId);
        Assert.Equal(("Unknown", "robot"), (user.AccountType, user.ServiceAccountType));
        Assert.Equal([robot.AccountId], world.Ok($"Get-ExternalUser {source} -AccountType Unknown").OutputOf<ExternalUser>().Select(one => one.AccountId));

        var people = world.Ok($"Get-ExternalUser {source} -AccountType Person");
        Assert.DoesNotContain(people.OutputOf<ExternalUser>(), one => one.AccountId == robot.AccountId);
        Assert.Equal(all.Output.Count - 1, people.Output.Count);
        var warning = Assert.Single(people.Warnings).Message;
        Assert.Contains("whether 1 user matches -AccountType. This user was skipped", warning, StringComparison.Ordinal);
        Assert.Contains("add Unknown to -AccountType", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task Members_of_unknown_type_are_listed(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var robot = Robot(world);
        world.State.Groups.Add(world.Nobody.Index, robot.Index);
        Assert.Single(world.Ok($"Get-ExternalGroupMember {source} nobody-yet").Output);
        var people = world.Ok($"Get-ExternalGroupMember {source} nobody-yet -AccountType Person");
        Assert.Empty(people.Output);
        Assert.Contains("of the group 'nobody-yet' matches -AccountType", Assert.Single(people.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ExternalUser acme -AccountId $id | Disable-ExternalUser -Force")]
    [InlineData("Get-ExternalUser acme -AccountId $id | Disable-ExternalUser acme -Force")]
    [InlineData("Get-ExternalUser -User $id -Effective | Disable-ExternalUser -Source acme -Force")]
    [InlineData("Disable-ExternalUser acme -User (Get-ExternalUser acme -AccountId $id) -Force")]
    [InlineData("$selected | Disable-ExternalUser -Force")]
    [InlineData("Get-ExternalUser acme -AccountId $id | Disable-ExternalUser -Force | Disable-ExternalUser -Force")]
    [InlineData("[pscustomobject]@{ Source = 'acme'; AccountId = $id; AccountType = 'Unknown' } | Disable-ExternalUser -Force")]
    [InlineData("[pscustomobject]@{ Source = 'acme'; AccountId = $id; Outcome = 'Skipped' } | Disable-ExternalUser -Force")]
    [InlineData("Disable-ExternalUser acme -User $email -Force")]
    [InlineData("Disable-ExternalUser acme -Email $email -Force")]
    [InlineData("[pscustomobject]@{ Source = 'acme'; Email = $email } | Disable-ExternalUser -Force")]
    public async Task An_account_of_unknown_type_from_a_list_is_skipped(string script)
    {
        await using var world = await RunWorld.StartAsync();
        var robot = Robot(world);
        // Select-Object makes such an object.
        var selected = new PSObject();
        selected.Properties.Add(new PSNoteProperty("Source", "acme"));
        selected.Properties.Add(new PSNoteProperty("AccountId", robot.AccountId));
        selected.TypeNames.Insert(0, "Selected." + typeof(ExternalUser).FullName);
        var result = world.Ok(script, ("id", robot.AccountId), ("email", robot.Email), ("selected", selected));
        var row = Assert.Single(result.OutputOf<ExternalActionResult>());
        Assert.Equal((ActionOutcome.Skipped, SkipReason.UnknownAccountType), (row.Outcome, row.Reason));
        Assert.Contains("its type is 'robot'", row.Detail, StringComparison.Ordinal);
        Assert.All(result.Warnings, warning => Assert.StartsWith("1 account of unknown type was skipped", warning.Message, StringComparison.Ordinal));
        Assert.NotEmpty(result.Warnings);
        Assert.Empty(world.Changes);
    }

    [Theory]
    [InlineData("Disable-ExternalUser acme -User $id -Force")]
    [InlineData("Disable-ExternalUser acme -AccountId $id -Force")]
    [InlineData("$id | Disable-ExternalUser acme -Force")]
    [InlineData("[pscustomobject]@{ Source = 'acme'; AccountId = $id } | Disable-ExternalUser -Force")]
    public async Task An_account_of_unknown_type_that_a_person_named_is_changed(string script)
    {
        await using var world = await RunWorld.StartAsync();
        var robot = Robot(world);
        var result = world.Ok(script, ("id", robot.AccountId));
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(result.OutputOf<ExternalActionResult>()).Outcome);
        Assert.Empty(result.Warnings);
        Assert.Single(world.Changes);
        world.Later();
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force")).Outcome);
    }

    [Fact]
    public async Task One_warning_counts_the_accounts()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(4);
        foreach (var person in people[..3])
        {
            world.State.People.Change(person.Index, present => present with { UndocumentedType = "robot" });
        }

        var result = world.Ok(
            "Get-ExternalUser acme -AccountId $ids | Add-ExternalGroupMember -Group nobody-yet, all-employees -Force",
            ("ids", RunWorld.Ids(people))
        );
        var warning = Assert.Single(result.Warnings).Message;
        Assert.StartsWith("3 accounts of unknown type were skipped, because they may not be people.", warning, StringComparison.Ordinal);
        Assert.Contains("account id", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task A_sync_adds_and_removes_no_account_of_unknown_type_that_nobody_named(string source)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        foreach (var person in people[..2])
        {
            world.State.People.Change(person.Index, present => present with { UndocumentedType = "robot" });
        }

        world.State.Groups.Add(world.Nobody.Index, people[0].Index);
        var script = $"Get-ExternalUser {source} -AccountId $ids | Sync-ExternalGroupMember {source} nobody-yet -Force";
        var result = world.Ok(script, ("ids", RunWorld.Ids(people[1..])));
        Assert.Equal(
            [SkipReason.None, SkipReason.UnknownAccountType, SkipReason.UnknownAccountType],
            result.OutputOf<ExternalActionResult>().Select(row => row.Reason).Order()
        );
        Assert.StartsWith("2 accounts of unknown type", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal([true, false, true], people.Select(world.IsMember));

        var named = world.Ok($"Sync-ExternalGroupMember {source} nobody-yet -User $ids -Force", ("ids", RunWorld.Ids(people)));
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(named.OutputOf<ExternalActionResult>()).Outcome);
        Assert.All(people, person => Assert.True(world.IsMember(person)));
    }

    [Fact]
    public async Task A_plan_keeps_that_a_person_named_the_account()
    {
        await using var world = await RunWorld.StartAsync();
        var robot = Robot(world);
        var plan = world.PlanDisable([robot]);
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Invoke-ExternalPlan $plan -Force", ("plan", plan))).Outcome);
        File.Delete(plan);
        var results = world.Results("Get-ExternalUser acme -AccountId $id | Enable-ExternalUser -PlanPath $plan", ("id", robot.AccountId), ("plan", plan));
        Assert.Equal(SkipReason.UnknownAccountType, Assert.Single(results).Reason);
    }

    private static Person Robot(RunWorld world)
    {
        var person = world.Plain(1)[0];
        var robot = world.State.People.Change(person.Index, present => present with { UndocumentedType = "robot" });
        world.Forget();
        return robot;
    }
}
