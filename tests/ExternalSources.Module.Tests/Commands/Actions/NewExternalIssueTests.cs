using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Issues about users: their text, and that no issue is filed twice.</summary>
public class NewExternalIssueTests
{
    private const string File = "New-ExternalIssue acme-jira -Project ADM -IssueType Task -Summary 'Unused seats'";

    [Fact]
    public async Task One_issue_lists_all_users_of_all_sources()
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
    public async Task PerUser_files_one_issue_for_each_user()
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
    public async Task A_user_that_the_site_does_not_have_is_an_error_without_an_issue(string whatIf)
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
    public async Task A_user_from_another_source_is_not_read_from_the_site()
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
    public async Task An_error_of_Jira_names_the_parameter_and_its_value(string project, string type, string expected)
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
    public async Task An_issue_whose_response_was_lost_is_searched_for_and_not_filed_again()
    {
        await using var world = await RunWorld.StartAsync();
        world.Simulator.Faults.On("POST", "/rest/api/3/issue").Respond(500).AfterProcessing();
        var result = Assert.Single(world.Results("'a@acme.example' | " + File));
        Assert.Equal((ActionOutcome.Succeeded, "ADM-1"), (result.Outcome, result.Issue));
        Assert.Single(world.State.Issues.Snapshot());
    }

    [Fact]
    public async Task Rows_supply_addresses_and_rows_without_a_user_are_one_error()
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
    public async Task An_issue_that_the_search_does_not_find_may_exist()
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
    public async Task An_invalid_issue_is_an_error(string command, string error)
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
    public async Task An_issue_that_waits_for_a_rate_limit_at_a_stop_is_not_sent()
    {
        await using var world = await RunWorld.StartAsync();
        await world.StopAtLimitAsync("$ids | " + File + " -PerUser -ThrottleLimit 1", ("ids", RunWorld.Ids(world.Plain(2))));
        Assert.Empty(world.State.Issues.Snapshot());
        var run = world.CheckedLast();
        Assert.Equal((RunStatus.Stopped, 2, 1, 1, 0), (run.Status, run.Targets, run.Skipped, run.Pending, run.Failed));
        Assert.All(world.Results("Get-ExternalRun -Last 1 -Detail"), row => Assert.Equal(SkipReason.NotAttempted, row.Reason));
    }

    [Fact]
    public async Task An_issue_is_not_undone()
    {
        await using var world = await RunWorld.StartAsync();
        world.Ok("'a@acme.example' | " + File);
        Assert.Equal(SkipReason.NotUndoable, Assert.Single(world.Results("Get-ExternalRun -Last 1 | Undo-ExternalRun -Force")).Reason);
        Assert.Single(world.State.Issues.Snapshot());
    }
}
