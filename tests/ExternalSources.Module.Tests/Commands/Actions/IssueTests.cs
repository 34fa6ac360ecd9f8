using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Issues about users: what they say, and that none is ever filed twice.</summary>
public class IssueTests
{
    private const string File = "New-ExternalIssue acme-jira -Project ADM -IssueType Task -Summary 'Unused seats'";

    [Fact]
    public async Task One_issue_tells_of_all_users_whatever_source_they_are_from()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        var result = Assert.Single(
            world.Results(
                "$ids | ForEach-Object { Get-ExternalUser -Source acme -AccountId $_ } | " + File + " -Description \"First.`n`nSecond,`nwith two lines.\"",
                ("ids", RunWorld.Ids(people))
            )
        );

        Assert.Equal((ActionOutcome.Succeeded, "ADM-1", ExternalAction.NewIssue), (result.Outcome, result.Issue, result.Action));
        var issue = Assert.Single(world.State.Issues.Snapshot());
        Assert.Equal(("ADM", "Task", "Unused seats"), (issue.Project, issue.Type, issue.Summary));
        var text = issue.Description!.Value.GetRawText();
        Assert.All(people, person => Assert.Contains(person.AccountId, text, StringComparison.Ordinal));
        Assert.All(people, person => Assert.Contains(person.Email!, text, StringComparison.Ordinal));
        Assert.Contains(result.Run!, text, StringComparison.Ordinal);
        Assert.Contains("hardBreak", text, StringComparison.Ordinal);
        Assert.Equal((RunStatus.Completed, 1), (world.Last().Status, world.Last().Succeeded));
        Assert.Equal("ADM-1", Assert.Single(world.Results("Get-ExternalRun -Last 1 -Detail")).Issue);
    }

    [Fact]
    public async Task Each_user_gets_one()
    {
        await using var world = await RunWorld.StartAsync();
        var people = world.Plain(3);
        var results = world.Results("$ids | " + File + " -PerUser", ("ids", new[] { people[0].AccountId, people[1].Email! }));
        Assert.Equal(people.Take(2).Select(person => person.AccountId).Order(), results.Select(result => result.AccountId).Order());
        Assert.Equal(
            people.Take(2).Select(person => "Unused seats: " + person.Name).Order(),
            world.State.Issues.Snapshot().Select(issue => issue.Summary).Order()
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -WhatIf")]
    public async Task About_somebody_whom_the_site_does_not_have_there_is_an_error_and_no_issue(string whatIf)
    {
        await using var world = await RunWorld.StartAsync();
        var person = world.Plain(1)[0];
        var result = world.Run("'ghost', 'ghost@acme.example', $id | " + File + " -PerUser" + whatIf, ("id", person.AccountId));
        Assert.Equal(person.AccountId, Assert.Single(result.OutputOf<ExternalActionResult>()).AccountId);
        Assert.Equal(["ghost", "ghost@acme.example"], result.Errors.Select(error => error.TargetObject));
        Assert.All(result.Errors, error => Assert.StartsWith("UserNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(whatIf.Length == 0 ? 1 : 0, world.State.Issues.Snapshot().Count);
    }

    [Fact]
    public async Task Whoever_another_source_has_listed_is_not_looked_for_on_the_site()
    {
        await using var world = await RunWorld.StartAsync();
        world.Results(
            "[pscustomobject]@{ AccountId = 'only-there'; Name = 'Dana'; Source = 'acme' }, [pscustomobject]@{ Name = 'Somebody' } | " + File + " -PerUser"
        );
        Assert.Equal(["Unused seats: Dana", "Unused seats: Somebody"], world.State.Issues.Snapshot().Select(issue => issue.Summary).Order());
    }

    [Theory]
    [InlineData("NONE", "Task", "The site has no project 'NONE'")]
    [InlineData("ADM", "Tusk", "The project 'ADM' has no issue type 'Tusk'.")]
    public async Task What_Jira_does_not_take_is_told_by_what_was_given(string project, string type, string expected)
    {
        await using var world = await RunWorld.StartAsync();
        Assert.Contains(
            expected,
            world.Fails("ActionFailed", $"New-ExternalIssue acme-jira -Project {project} -IssueType {type} -Summary x").ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_dry_run_files_nothing()
    {
        await using var world = await RunWorld.StartAsync();
        Assert.Equal(ActionOutcome.WhatIf, Assert.Single(world.Results("'a@acme.example' | " + File + " -WhatIf")).Outcome);
        Assert.Empty(world.Changes);
        Assert.Empty(world.LogFiles);
    }

    [Fact]
    public async Task An_issue_whose_answer_was_lost_is_looked_for_and_not_filed_again()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.On("POST", "/rest/api/3/issue").Respond(500).AfterProcessing();
        var result = Assert.Single(world.Results("'a@acme.example' | " + File));
        Assert.Equal((ActionOutcome.Succeeded, "ADM-1"), (result.Outcome, result.Issue));
        Assert.Single(world.State.Issues.Snapshot());
    }

    [Fact]
    public async Task Rows_bring_their_addresses_and_those_that_name_nobody_are_told_once()
    {
        await using var world = await RunWorld.StartAsync();
        var result = world.Run(
            "[pscustomobject]@{ Id = 1; Mail = 'a@acme.example' }, [pscustomobject]@{ Id = 2; Post = 'b' }, [pscustomobject]@{ Id = 3; Post = 'c' } | " + File
        );
        Assert.Contains("2 entries of the list name no user", Assert.Single(result.AllErrors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("The columns are Id, Post.", result.AllErrors.Single().ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("a@acme.example", Assert.Single(world.State.Issues.Snapshot()).Description!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_found_may_have_been_filed_and_is_said_so()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.On("POST", "/rest/api/3/issue").Reset();
        var result = Assert.Single(world.Run("'a@acme.example' | " + File).OutputOf<ExternalActionResult>());
        Assert.Equal(ActionOutcome.Failed, result.Outcome);
        Assert.Contains("may exist", result.Detail, StringComparison.Ordinal);
        Assert.Single(world.Changes);
        world.Fails("InvalidId", "Get-ExternalRun -Last 1 | Resume-ExternalRun -Force");
        Assert.Single(world.Changes);
    }

    [Theory]
    [InlineData("New-ExternalIssue acme -Project ADM -IssueType Task -Summary x", "NotSupported")]
    [InlineData("New-ExternalIssue nowhere -Project ADM -IssueType Task -Summary x", "SourceNotFound")]
    [InlineData("New-ExternalIssue acme-jira -Project NONE -IssueType Task -Summary x", "ActionFailed")]
    [InlineData("'a@b.example', 'c@b.example' | New-ExternalIssue acme-jira -Project ADM -IssueType Task -Summary x -MaxTargets 1", "RunRefused")]
    public async Task What_cannot_be_filed_is_an_error(string command, string error)
    {
        await using var world = await RunWorld.StartAsync();
        world.Fails(error, command);
        Assert.Empty(world.State.Issues.Snapshot());
    }

    [Fact]
    public async Task An_issue_that_was_sent_before_a_stop_is_in_the_log()
    {
        await using var world = await RunWorld.StartAsync();
        using var stop = new CancellationTokenSource();
        var held = world.Simulator.Faults.On("POST", "/rest/api/3/issue").Nth(1).Hold();
        var running = world.RunAsync("$ids | " + File + " -PerUser -ThrottleLimit 1", stop.Token, ("ids", RunWorld.Ids(world.Plain(3))));
        await held.WaitForArrivalAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        held.Release();
        Assert.Equal(ShellState.Stopped, (await running).State);
        await world.Simulator.Requests.WaitForIdleAsync(TestContext.Current.CancellationToken);

        var run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, 3, 1, 2, 0), (run.Status, run.Targets, run.Succeeded, run.Pending, run.Failed));
        Assert.Single(world.State.Issues.Snapshot());
        Assert.Equal("ADM-1", world.Results("Get-ExternalRun -Last 1 -Detail")[0].Issue);
    }

    [Fact]
    public async Task What_waits_for_the_rate_limit_when_it_is_stopped_is_not_sent()
    {
        await using var world = await RunWorld.StartAsync();
        await world.StopAtLimitAsync("$ids | " + File + " -PerUser -ThrottleLimit 1", ("ids", RunWorld.Ids(world.Plain(2))));
        Assert.Empty(world.State.Issues.Snapshot());
        var run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, 2, 1, 1, 0), (run.Status, run.Targets, run.Skipped, run.Pending, run.Failed));
        Assert.All(world.Results("Get-ExternalRun -Last 1 -Detail"), row => Assert.Equal(SkipReason.NotAttempted, row.Reason));
    }

    [Fact]
    public async Task An_issue_is_not_taken_back()
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok("'a@acme.example' | " + File);
        Assert.Equal(SkipReason.NotUndoable, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force")).Reason);
        Assert.Single(world.State.Issues.Snapshot());
    }
}
