using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>The behavior that all actions share: -WhatIf, no second change, undo, and plans.</summary>
public class EveryActionTests
{
    public static TheoryData<string> Names => ActionCase.Names;

    public static TheoryData<string> Undoable => ActionCase.Undoable;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task WhatIf_sends_nothing_and_leaves_no_log(string name)
    {
        await using var world = await RunWorld.StartAsync();
        var one = ActionCase.Of(name);
        var people = one.People(world, 3);
        var result = world.Ok(one.Command + " -WhatIf", ("ids", RunWorld.Ids(people)));
        var results = WithoutChecks(result.OutputOf<ExternalActionResult>());
        Assert.Equal(3, results.Length);
        Assert.All(results, row => Assert.Equal((ActionOutcome.WhatIf, one.Action, (string?)null, 0), (row.Outcome, row.Action, row.Run, row.Attempts)));
        Assert.Equal(
            3,
            result.HostLines.Count(line => line.StartsWith("What if:", StringComparison.Ordinal) && !line.Contains("Check that", StringComparison.Ordinal))
        );
        Assert.Empty(world.Changes);
        Assert.Empty(world.Writes);
        Assert.Empty(world.LogFiles);
        Assert.Empty(result.Prompts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_action_changes_each_user_once_and_then_changes_nothing(string name)
    {
        await using var world = await RunWorld.StartAsync();
        var one = ActionCase.Of(name);
        var people = one.People(world, 3);
        var ids = ("ids", (object?)RunWorld.Ids(people));
        var results = WithoutChecks(world.Results(one.Command + " -Force", ids));
        Assert.All(results, row => Assert.Equal((ActionOutcome.Succeeded, one.Action, 1), (row.Outcome, row.Action, row.Attempts)));
        Assert.Equal(people.Select(person => one.Write + " " + person.AccountId).Order(), world.Writes.Order());
        Assert.Equal(world.Last().Id, Assert.Single(results.Select(row => row.Run).Distinct()));
        Assert.Equal(3, world.CheckedLast().Succeeded);

        world.Forget();
        var again = world.Run(one.Command + " -Force", ids);
        Assert.Empty(world.Writes);
        Assert.Empty(world.Changes);
        // For a site, a removed user and an invalid id look the same, and an invalid id must not look like success.
        var isGone = one.Action == ExternalAction.RemoveUserFromSite;
        Assert.Equal(isGone ? 3 : 0, again.AllErrors.Count());
        Assert.All(again.OutputOf<ExternalActionResult>(), row => Assert.Equal(isGone ? ActionOutcome.Failed : ActionOutcome.NoChange, row.Outcome));
    }

    [Theory]
    [MemberData(nameof(Undoable))]
    public async Task An_action_is_undone_and_the_undo_is_undone(string name)
    {
        await using var world = await RunWorld.StartAsync();
        var one = ActionCase.Of(name);
        var people = one.People(world, 3);
        var first = world.Results(one.Command + " -Force", ("ids", RunWorld.Ids(people)))[0].Run;
        world.Later();
        world.Forget();
        Assert.All(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -WhatIf"), row => Assert.Equal(ActionOutcome.WhatIf, row.Outcome));
        Assert.Empty(world.Changes);

        Assert.All(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force"), row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(people.Select(person => one.Undo + " " + person.AccountId).Order(), world.Writes.Order());
        Assert.Equal(first, world.CheckedLast().Undoes);

        world.Later();
        world.Forget();
        Assert.All(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force"), row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(people.Select(person => one.Write + " " + person.AccountId).Order(), world.Writes.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_plan_runs_later_and_skips_a_deleted_user(string name)
    {
        await using var world = await RunWorld.StartAsync();
        var one = ActionCase.Of(name);
        var people = one.People(world, 3);
        var plan = System.IO.Path.Combine(world.Shell.StoreFolder, "plan.json");
        System.IO.Directory.CreateDirectory(world.Shell.StoreFolder);
        var variables = new (string, object?)[] { ("ids", RunWorld.Ids(people)), ("plan", plan) };
        Assert.All(world.Results(one.Command + " -PlanPath $plan", variables), row => Assert.Equal(ActionOutcome.WhatIf, row.Outcome));
        Assert.Empty(world.Changes);
        Assert.Empty(world.LogFiles);
        Assert.DoesNotContain(ModuleShell.Canary, System.IO.File.ReadAllText(plan), StringComparison.Ordinal);

        Assert.All(world.Results("Invoke-ExternalPlan $plan -WhatIf", variables), row => Assert.Equal(ActionOutcome.WhatIf, row.Outcome));
        Assert.Empty(world.Changes);
        world.State.DeletePerson(people[2]);
        var result = world.Run("Invoke-ExternalPlan $plan -Confirm:$false", variables).OutputOf<ExternalActionResult>();
        Assert.Equal(2, result.Count(row => row.Outcome == ActionOutcome.Succeeded));
        Assert.DoesNotContain(world.Writes, write => write.Contains(people[2].AccountId, StringComparison.Ordinal));
        Assert.Equal(2, world.Writes.Length);
        world.CheckedLast();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_change_that_succeeded_with_an_error_response_is_not_sent_twice(string name)
    {
        await using var world = await RunWorld.StartAsync();
        var one = ActionCase.Of(name);
        var people = one.People(world, 2);
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(500).AfterProcessing();
        var results = WithoutChecks(world.Results(one.Command + " -Force", ("ids", RunWorld.Ids(people))));
        Assert.All(results, row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(people.Select(person => one.Write + " " + person.AccountId).Order(), world.Writes.Order());
        Assert.Equal(2, world.Changes.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_connection_that_breaks_before_or_after_the_change_does_not_affect_the_outcome(string name)
    {
        await using var world = await RunWorld.StartAsync();
        var one = ActionCase.Of(name);
        var people = one.People(world, 4);
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Nth(1).Reset();
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Nth(2).Reset().AfterProcessing();
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Nth(3).Respond(503);
        var results = WithoutChecks(world.Results(one.Command + " -Force", ("ids", RunWorld.Ids(people))));
        Assert.All(results, row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(people.Select(person => one.Write + " " + person.AccountId).Order(), world.Writes.Order());
    }

    /// <summary>A run that revokes access ends with a check of each user. It changes nothing.</summary>
    private static ExternalActionResult[] WithoutChecks(System.Collections.Generic.IEnumerable<ExternalActionResult> results) =>
        [.. results.Where(row => row.Action != ExternalAction.RevokeUserRole)];
}
