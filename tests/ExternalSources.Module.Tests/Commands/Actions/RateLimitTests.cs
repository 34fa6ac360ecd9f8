using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Runs that the service asks to wait.</summary>
public sealed class RateLimitTests
{
    private const string AddOnSite = "Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids -Force";
    private const string AddToAcme = "Add-ExternalGroupMember nobody-yet -Source acme -User $ids -Force";

    [Theory]
    [InlineData(AddToAcme, false)]
    [InlineData(AddToAcme, true)]
    [InlineData(AddOnSite, false)]
    [InlineData(AddOnSite, true)]
    public async Task Many_rate_limits_in_a_run_cause_no_failure(string command, bool asDate)
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(30);
        var storm = world.Simulator.Faults.OnAny().Every(2).Respond(429);
        _ = asDate ? storm.RetryAfterDate(TimeSpan.FromSeconds(7)) : storm.RetryAfter(TimeSpan.FromSeconds(7));
        Assert.All(world.Results(command, ("ids", RunWorld.Ids(people))), row => Assert.Equal(ActionOutcome.Succeeded, row.Outcome));
        Assert.Equal(people.Select(person => "add-member " + person.AccountId).Order(), world.Writes.Order());
    }

    [Fact]
    public async Task A_run_waits_many_minutes_for_a_rate_limit()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Once().Respond(429, TimeSpan.FromMinutes(20));
        var begun = world.Shell.Clock.UtcNow;
        Assert.Equal(ActionOutcome.Succeeded, Assert.Single(world.Results(AddToAcme, ("ids", RunWorld.Ids(world.Plain(1))))).Outcome);
        Assert.True(world.Shell.Clock.UtcNow - begun >= TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task A_wait_of_days_is_a_failure()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.OnAny().Where(RunWorld.IsChange).Respond(503, TimeSpan.FromDays(2));
        var begun = world.Shell.Clock.UtcNow;
        var result = world.Run(AddToAcme, ("ids", RunWorld.Ids(world.Plain(1))));
        Assert.Equal(ActionOutcome.Failed, Assert.Single(result.OutputOf<ExternalActionResult>()).Outcome);
        Assert.True(world.Shell.Clock.UtcNow - begun < TimeSpan.FromDays(1));
    }
}
