using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>What is taken back and what is not, lists that groups are held against, and plans that did not stay as they were.</summary>
public class UndoAndPlanTests
{
    private const string Undo = "Get-ExternalRun -Last 1 | Undo-ExternalRun -Force";

    [Fact]
    public async Task Only_what_the_run_changed_and_is_still_so_is_taken_back()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(5);
        world.State.Deactivate(people[0]);
        world.Ok("Disable-ExternalUser -Source acme -User $ids -Force", ("ids", RunWorld.Ids(people)));
        world.Later();
        world.State.Reactivate(people[1]);
        world.State.People.Change(people[2].Index, present => present with { ForDeletion = true, DeleteAt = DateTimeOffset.UtcNow.AddDays(9) });
        world.Forget();

        var rows = world.Results(Undo).ToDictionary(row => row.AccountId!);
        Assert.DoesNotContain(people[0].AccountId, rows.Keys);
        Assert.Equal(ActionOutcome.NoChange, rows[people[1].AccountId].Outcome);
        Assert.Equal((ActionOutcome.Skipped, SkipReason.NotApplicable), (rows[people[2].AccountId].Outcome, rows[people[2].AccountId].Reason));
        Assert.Equal(new[] { people[3], people[4] }.Select(person => "enable " + person.AccountId).Order(), world.Writes.Order());
        Assert.Equal(AccountState.Inactive, world.Now(people[0]).Account);
    }

    [Fact]
    public async Task What_looks_taken_back_because_the_change_does_not_show_yet_is_not()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Ok("Disable-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        var begun = world.Shell.Clock.UtcNow;
        world.ShowAsActive(person);
        world.Simulator.Faults.On("/users/*/manage/lifecycle/enable").Respond(503);
        var row = Assert.Single(world.Run("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force -IncludeAdministrators").OutputOf<ExternalActionResult>());
        Assert.Equal(ActionOutcome.Failed, row.Outcome);
        Assert.Equal(AccountState.Inactive, world.Now(person).Account);
        Assert.True(world.Shell.Clock.UtcNow - begun >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_was_sent_long_after_it_was_begun_is_taken_back_all_the_same()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Once().Respond(429, TimeSpan.FromSeconds(60));
        world.Ok("Disable-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        world.ShowAsActive(person);
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force -IncludeAdministrators")).Outcome);
        Assert.Equal(AccountState.Active, world.Now(person).Account);
    }

    [Fact]
    public async Task A_plan_holds_for_who_failed_when_it_is_carried_on_with()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var plan = Plan(world, people);
        var refusal = world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Respond(403);
        world.Run("Invoke-ExternalPlan $plan -Confirm:$false", ("plan", plan));
        world.Simulator.Faults.Remove(refusal);
        world.State.Deactivate(people[0]);
        world.State.Suspend(people[1]);
        world.Later();
        var rows = world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").ToDictionary(row => row.AccountId!);
        // What the plan wanted is so; the other is not in the state any more that somebody agreed on.
        Assert.Equal((ActionOutcome.NoChange, SkipReason.Drifted), (rows[people[0].AccountId].Outcome, rows[people[1].AccountId].Reason));
    }

    [Fact]
    public async Task The_log_of_a_plan_has_what_was_agreed_on()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var plan = Plan(world, people);
        world.State.Suspend(people[0]);
        world.Run("Invoke-ExternalPlan $plan -Confirm:$false", ("plan", plan));
        // Should the run be stopped before it says that somebody has drifted, it holds them against the same when it goes on.
        var run = world.CheckedLast();
        Assert.All(RunReader.Read(run.Id, run.Path).Targets, target => Assert.Equal("Active", target.Target.Before!.Status));
    }

    [Fact]
    public async Task Who_was_taken_back_is_not_taken_back_again()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.Ok("Disable-ExternalUser acme -User $ids -Force", ("ids", RunWorld.Ids(people)));
        var run = world.Last().Id;
        world.Later();
        Assert.Equal(2, world.Results("Undo-ExternalRun $run -Force", ("run", run)).Count);
        var undo = world.Last().Id;
        world.State.Deactivate(people[0]);
        world.Later();
        var again = world.Ok("Undo-ExternalRun $run -Force", ("run", run));
        Assert.Empty(again.Output);
        Assert.Contains(again.Warnings, warning => warning.Message.Contains("reversed, or may have reversed, 2 changes", StringComparison.Ordinal));
        Assert.Equal(AccountState.Inactive, world.Now(people[0]).Account);
        world.Ok("$null = Set-ExternalSource acme -NewName acme-org");
        Assert.Empty(world.Ok("Undo-ExternalRun $run -Force", ("run", run)).Output);

        // What was taken back of that in turn is as the run left it.
        world.Results("Undo-ExternalRun $undo -Force", ("undo", undo));
        world.Later();
        Assert.Equal(
            ActionOutcome.Succeeded,
            world.Results("Undo-ExternalRun $run -Force", ("run", run)).Single(row => row.AccountId == people[1].AccountId).Outcome
        );
    }

    [Fact]
    public async Task Who_may_have_been_taken_back_is_not_taken_back_again()
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        world.Ok("Disable-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        var run = world.Last().Id;
        world.Later();
        // The answers do not come, nor those of who looks.
        world.Simulator.Faults.On("/users/*/manage/lifecycle/enable").Respond(503).AfterProcessing();
        world.Simulator.Faults.On("/admin/**/users/search").After(2).Respond(500);
        Assert.Equal(ActionOutcome.Failed, Assert.Single(world.Run("Undo-ExternalRun $run -Force", ("run", run)).OutputOf<ExternalActionResult>()).Outcome);
        world.Simulator.Faults.Clear();
        Assert.Equal(AccountState.Active, world.Now(person).Account);
        world.State.Deactivate(person);
        world.Later();
        var again = world.Ok("Undo-ExternalRun $run -Force", ("run", run));
        Assert.Empty(again.Output);
        Assert.Contains(again.Warnings, warning => warning.Message.Contains("or may have reversed", StringComparison.Ordinal));
        Assert.Equal(AccountState.Inactive, world.Now(person).Account);
    }

    [Fact]
    public async Task An_exemption_from_removal_does_not_keep_anybody_from_being_added_again()
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
    [InlineData(403)]
    [InlineData(503)]
    public async Task What_is_taken_back_is_what_was_when_it_was_done_and_not_when_it_was_tried_first(int status)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        var refusal = world.Simulator.Faults.OnAny().Where(ActionTests.IsChange).Respond(status);
        world.Run("Remove-ExternalUser acme -User $id -Force", ("id", person.AccountId));
        world.Simulator.Faults.Remove(refusal);
        world.State.Deactivate(person);
        world.Later();
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force")).Outcome);
        world.Later();
        // Cancelling the deletion would reactivate who was deactivated.
        Assert.Equal(SkipReason.NotUndoable, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force")).Reason);
    }

    [Fact]
    public async Task A_plan_that_was_written_is_told_to_whoever_watches_and_not_to_the_pipeline()
    {
        await using var world = await RunWorld.StartAsync();
        Directory.CreateDirectory(world.Shell.StoreFolder);
        var plan = Path.Combine(world.Shell.StoreFolder, "plan.json");
        var result = world.Ok("Disable-ExternalUser -Source acme -User $ids -PlanPath $plan", ("ids", RunWorld.Ids(world.Plain(2))), ("plan", plan));
        Assert.Equal($"The plan '{plan}' contains 2 changes. To run it, use Invoke-ExternalPlan.", Assert.Single(result.Information).MessageData.ToString());
        Assert.Contains("PSHOST", result.Information[0].Tags);
        Assert.Equal(2, result.Output.Count);
        var dry = world.Ok("Disable-ExternalUser -Source acme -User $ids -PlanPath other.json -WhatIf", ("ids", RunWorld.Ids(world.Plain(2))));
        Assert.Empty(dry.Information);
        Assert.Contains(dry.HostLines, line =>
            line.StartsWith("What if:", StringComparison.Ordinal)
            && line.Contains("Write plan", StringComparison.Ordinal)
            && line.Contains("other.json", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Nothing_more_is_begun_once_the_pipeline_has_ended()
    {
        await using var world = await RunWorld.StartAsync();
        var plan = Plan(world, world.Plain(40));
        world.Simulator.Faults.Latency = TimeSpan.FromMilliseconds(20);
        Assert.Equal(
            3,
            world
                .Results(
                    "foreach ($once in 1) { Invoke-ExternalPlan $plan -Confirm:$false -ThrottleLimit 4 | ForEach-Object { $_; if (++$seen -eq 3) { break } } }",
                    ("plan", plan)
                )
                .Count
        );
        await world.Simulator.Requests.WaitForIdleAsync(TestContext.Current.CancellationToken);
        var run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, world.Writes.Length, 0), (run.Status, run.Succeeded, run.Failed));
        Assert.InRange(run.Succeeded, 3, 15);
        var writes = world.Writes.Length;
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal(writes, world.Writes.Length);
    }

    [Fact]
    public async Task A_group_that_is_as_it_should_be_is_told()
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

    [Fact]
    public async Task Whoever_was_not_looked_up_is_shown_by_the_address_that_came_along()
    {
        await using var world = await RunWorld.StartAsync(directories: 2);
        var person = world.Plain(1)[0];
        var row = Assert.Single(
            world.Run("Get-ExternalUser acme -AccountId $id | Suspend-ExternalUser -Confirm:$false", ("id", person.AccountId)).OutputOf<ExternalActionResult>()
        );
        Assert.Equal((SkipReason.NotAttempted, person.Email), (row.Reason, row.Email));
        row = Assert.Single(
            world
                .Run("[pscustomobject]@{ AccountId = 'ghost'; Email = 'casper@acme.example' } | Disable-ExternalUser acme-jira -Confirm:$false")
                .OutputOf<ExternalActionResult>()
        );
        Assert.Equal((SkipReason.NotSupported, "casper@acme.example"), (row.Reason, row.Email));
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("from site")]
    [InlineData("from directory")]
    public async Task What_cannot_be_taken_back_says_so(string name)
    {
        await using var world = await RunWorld.StartAsync();
        var one = ActionCase.Of(name);
        world.Ok(one.Command + " -Force", ("ids", RunWorld.Ids(one.People(world, 2))));
        world.Forget();
        var result = world.Ok(Undo);
        Assert.All(result.OutputOf<ExternalActionResult>(), row => Assert.Equal((ActionOutcome.Skipped, SkipReason.NotUndoable), (row.Outcome, row.Reason)));
        Assert.Equal(2, result.Output.Count);
        Assert.Single(result.Warnings);
        Assert.Empty(world.Changes);
        Assert.Single(world.LogFiles);
    }

    [Fact]
    public async Task A_deletion_of_a_deactivated_account_is_not_taken_back()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        world.State.Deactivate(people[0]);
        world.Ok("Remove-ExternalUser -Source acme -User $ids -Force", ("ids", RunWorld.Ids(people)));
        world.Later();
        world.Forget();
        var rows = world.Results(Undo).ToDictionary(row => row.AccountId!);
        Assert.Equal(SkipReason.NotUndoable, rows[people[0].AccountId].Reason);
        Assert.Equal(["cancel-delete " + people[1].AccountId], world.Writes);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public async Task Synchronizing_adds_and_removes_exactly_and_is_taken_back(string source)
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
    public async Task A_list_that_cannot_be_trusted_costs_nobody_a_membership(string list, string error)
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
    public async Task A_plan_skips_whom_somebody_changed_since()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        var plan = Plan(world, people);
        world.State.Suspend(people[0]);
        world.State.Deactivate(people[1]);
        world.Forget();
        var rows = world.Results("Invoke-ExternalPlan $plan -Force", ("plan", plan)).ToDictionary(row => row.AccountId!);
        Assert.Equal(SkipReason.Drifted, rows[people[0].AccountId].Reason);
        Assert.Equal(SkipReason.Drifted, rows[people[1].AccountId].Reason);
        Assert.Equal(["disable " + people[2].AccountId], world.Writes);
    }

    [Fact]
    public async Task A_plan_that_was_edited_needs_force_and_a_damaged_one_is_none()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var plan = Plan(world, people[..1]);
        var text = File.ReadAllText(plan);
        File.WriteAllText(plan, text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Single(world.Results("Invoke-ExternalPlan $plan -WhatIf", ("plan", plan)));

        File.WriteAllText(plan, text.Replace(people[0].AccountId, people[1].AccountId, StringComparison.Ordinal));
        world.Fails("RunEdited", "Invoke-ExternalPlan $plan -Confirm:$false", ("plan", plan));
        world.Fails("RunEdited", "Invoke-ExternalPlan $plan -WhatIf", ("plan", plan));
        Assert.Empty(world.Changes);
        Assert.Equal(people[1].AccountId, Assert.Single(world.Results("Invoke-ExternalPlan $plan -Force", ("plan", plan))).AccountId);

        world.Forget();
        foreach (
            var damaged in new[]
            {
                text[..(text.Length / 2)],
                string.Empty,
                "[]",
                "{}",
                "null",
                text.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 9", StringComparison.Ordinal),
                text.Replace("\"DisableUser\"", "\"BlowUp\"", StringComparison.Ordinal),
            }
        )
        {
            File.WriteAllText(plan, damaged);
            world.Fails("RunDamaged", "Invoke-ExternalPlan $plan -Force", ("plan", plan));
        }

        world.Fails("RunNotFound", "Invoke-ExternalPlan $plan -Force", ("plan", plan + ".no"));
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task A_target_of_an_edited_plan_that_names_nobody_is_told_and_no_crash()
    {
        await using var world = await RunWorld.StartAsync();
        var plan = Plan(world, world.Plain(1));
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("\"accountId\"", "\"ignored\"", StringComparison.Ordinal));
        world.Fails("RunDamaged", "Invoke-ExternalPlan $plan -Force", ("plan", plan));
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task A_plan_replaces_no_file_without_force()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(1);
        var plan = Plan(world, people);
        File.WriteAllText(plan, "mine");
        var variables = new (string, object?)[] { ("ids", RunWorld.Ids(people)), ("plan", plan) };
        world.Fails("RunNotWritable", "Disable-ExternalUser -Source acme -User $ids -PlanPath $plan", variables);
        Assert.Equal("mine", File.ReadAllText(plan));
        world.Fails("RunNotWritable", "Disable-ExternalUser -Source acme -User $ids -PlanPath /no/such/folder/plan.json", variables);
        world.Ok("Disable-ExternalUser -Source acme -User $ids -PlanPath $plan -Force", variables);
        Assert.NotEqual("mine", File.ReadAllText(plan));
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task Exemptions_count_as_they_stand_when_a_plan_is_done()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var plan = Plan(world, people);
        world.Ok("Add-ExternalExemption -AccountId $id -Reason new", ("id", people[0].AccountId));
        Assert.Equal(
            SkipReason.Exempt,
            world.Results("Invoke-ExternalPlan $plan -Force", ("plan", plan)).Single(row => row.AccountId == people[0].AccountId).Reason
        );
        Assert.Single(world.Writes);
    }

    [Fact]
    public async Task With_two_directories_one_must_be_named()
    {
        await using var world = await RunWorld.StartAsync(directories: 2);
        var person = world.Plain(1)[0];
        var result = world.Run("Suspend-ExternalUser -Source acme -User $id -Force", ("id", person.AccountId));
        Assert.StartsWith("InvalidDirectory,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        var name = world.State.Organizations[0].Directories[0].Name;
        Assert.Equal(
            ActionOutcome.Succeeded,
            Assert
                .Single(world.Results("Suspend-ExternalUser -Source acme -User $id -Directory $name -Force", ("id", person.AccountId), ("name", name)))
                .Outcome
        );
        world.Later();
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results(Undo)).Outcome);
        Assert.Equal(MembershipState.Active, world.Now(person).Membership);
    }

    private static string Plan(RunWorld world, Person[] people)
    {
        Directory.CreateDirectory(world.Shell.StoreFolder);
        var plan = Path.Combine(world.Shell.StoreFolder, "plan.json");
        world.Ok("Disable-ExternalUser -Source acme -User $ids -PlanPath $plan", ("ids", RunWorld.Ids(people)), ("plan", plan));
        world.Forget();
        return plan;
    }
}
