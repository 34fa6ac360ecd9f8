using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Runs;

/// <summary>Plans: how they are written and run, and what happens when the file or the users have changed.</summary>
public sealed class PlanTests
{
    [Fact]
    public async Task A_second_plan_in_the_pipeline_is_an_error()
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
    public async Task A_plan_without_changes_is_a_warning()
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
    public async Task A_resumed_plan_skips_a_failed_user_that_has_drifted()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var plan = world.PlanDisable(people);
        var refusal = world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(403);
        world.Run("Invoke-ExternalPlan $plan -Confirm:$false", ("plan", plan));
        world.Simulator.Faults.Remove(refusal);
        world.State.Deactivate(people[0]);
        world.State.Suspend(people[1]);
        world.Later();
        var rows = world.Results("Get-ExternalRun -Last 1 | Resume-ExternalRun -Force").ToDictionary(row => row.AccountId!);
        // The first user has the planned state, and the second is no longer in the state before the plan.
        Assert.Equal((ActionOutcome.NoChange, SkipReason.Drifted), (rows[people[0].AccountId].Outcome, rows[people[1].AccountId].Reason));
    }

    [Fact]
    public async Task The_log_of_a_plan_contains_the_planned_states()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var plan = world.PlanDisable(people);
        world.State.Suspend(people[0]);
        world.Run("Invoke-ExternalPlan $plan -Confirm:$false", ("plan", plan));
        // A run that stops before it reports the drift compares the users with the same states on resume.
        var run = world.CheckedLast();
        Assert.All(RunReader.Read(run.Id, run.Path).Targets, target => Assert.Equal("Active", target.Target.Before!.Status));
    }

    [Fact]
    public async Task The_message_about_a_written_plan_is_information_and_not_output()
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
    public async Task A_plan_skips_users_that_have_drifted()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        var plan = world.PlanDisable(people);
        world.State.Suspend(people[0]);
        world.State.Deactivate(people[1]);
        world.Forget();
        var rows = world.Results("Invoke-ExternalPlan $plan -Force", ("plan", plan)).ToDictionary(row => row.AccountId!);
        Assert.Equal(SkipReason.Drifted, rows[people[0].AccountId].Reason);
        Assert.Equal(SkipReason.Drifted, rows[people[1].AccountId].Reason);
        Assert.Equal(["disable " + people[2].AccountId], world.Writes);
    }

    [Fact]
    public async Task An_edited_plan_needs_Force_and_a_damaged_plan_is_an_error()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var plan = world.PlanDisable(people[..1]);
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
    public async Task A_target_of_a_plan_without_an_account_id_is_an_error()
    {
        await using var world = await RunWorld.StartAsync();
        var plan = world.PlanDisable(world.Plain(1));
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("\"accountId\"", "\"ignored\"", StringComparison.Ordinal));
        world.Fails("RunDamaged", "Invoke-ExternalPlan $plan -Force", ("plan", plan));
        Assert.Empty(world.Changes);
    }

    [Fact]
    public async Task A_plan_replaces_no_file_without_Force()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(1);
        var plan = world.PlanDisable(people);
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
    public async Task An_exemption_added_after_the_plan_applies()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(2);
        var plan = world.PlanDisable(people);
        world.Ok("Add-ExternalExemption -AccountId $id -Reason new", ("id", people[0].AccountId));
        Assert.Equal(
            SkipReason.Exempt,
            world.Results("Invoke-ExternalPlan $plan -Force", ("plan", plan)).Single(row => row.AccountId == people[0].AccountId).Reason
        );
        Assert.Single(world.Writes);
    }
}
