using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Engine;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Runs.Engine;

/// <summary>The issues of a run that stops, and their durations.</summary>
public sealed class IssueRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Issues _issues = new();
    private readonly List<ExternalActionResult> _results = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stop.Dispose();
        _issues.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_stop_waits_for_the_sent_issue_and_sends_no_other()
    {
        var run = RunAsync(5, 2, new TestClock());
        await _issues.WaitAsync(2);
        await _stop.CancelAsync();
        Assert.False(run.IsCompleted);
        _issues.Answers.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Equal(2, _issues.Sent);
        var record = Record();
        Assert.Equal((RunStatus.Stopped, "The run was stopped."), (record.Ended, record.Reason));
        Assert.Equal([ActionOutcome.Succeeded, ActionOutcome.Succeeded, null, null, null], record.Targets.Select(target => target.Outcome?.Outcome));
        Assert.All(record.Targets.Skip(2), target => Assert.Null(target.SentAt));
    }

    [Fact]
    public async Task An_issue_without_a_response_after_a_stop_is_open_in_the_log()
    {
        var run = RunAsync(2, 1, new TestClock());
        await _issues.WaitAsync(1);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));

        var record = Record();
        Assert.Equal((RunStatus.Stopped, 1), (record.Ended, _issues.Sent));
        Assert.Equal(ActionOutcome.Failed, record.Targets[0].Outcome!.Outcome);
        Assert.Contains("search the project ADM for \"marker 1\"", record.Targets[0].Outcome!.Detail, StringComparison.Ordinal);
        Assert.Null(record.Targets[1].Outcome);
    }

    [Fact]
    public async Task A_stopped_run_searches_for_a_lost_issue_only_within_its_wait()
    {
        _issues.Failure = new UnexpectedResponseException("The answer was lost.", "Look.");
        var clock = new TestClock { Stands = true };
        var run = RunAsync(1, 1, clock);
        _issues.Answers.SetResult();
        await clock.WaitForDelaysAsync(1, Cancellation);
        await _stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Contains("The answer was lost. The issue may exist", Assert.Single(Record().Targets).Outcome!.Detail, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Stopped, Record().Ended);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_duration_negative()
    {
        var clock = new TestClock();
        var run = RunAsync(1, 1, clock);
        await _issues.WaitAsync(1);
        clock.Advance(TimeSpan.FromHours(-1));
        _issues.Answers.SetResult();
        await run;
        Assert.InRange(Assert.Single(_results).Duration, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Equal(RunStatus.Completed, Record().Ended);
    }

    private async Task RunAsync(int count, int atATime, Clock clock)
    {
        using var log = new RunFolder(_folder.Path).Create(
            new RunHeader
            {
                Id = RunFolder.NewId(TestClock.Start),
                Request = new RunRequest { Action = ExternalAction.NewIssue },
                At = TestClock.Start,
                User = "ada",
                Machine = "machine",
                Command = "New-ExternalIssue",
                Sources = [],
            }
        );
        var issues = Enumerable
            .Range(1, count)
            .Select(number =>
                (
                    new RunTarget
                    {
                        Number = number,
                        Action = ExternalAction.NewIssue,
                        Source = "acme-jira",
                    },
                    new IssueDraft
                    {
                        Project = "ADM",
                        IssueType = "Task",
                        Summary = "x",
                        Marker = "marker " + number,
                    }
                )
            )
            .ToArray();
        await new IssueRun(_issues, clock, log).RunAsync(issues, atATime, (_, result, _) => _results.Add(result), _stop.Token);
    }

    private RunRecord Record()
    {
        var runs = new RunFolder(_folder.Path);
        return runs.Read(Assert.Single(runs.Ids()));
    }

    private sealed class Issues : IIssueCreator, IDisposable
    {
        private readonly SemaphoreSlim _arrived = new(0);
        private int _sent;

        public TaskCompletionSource Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ServiceException? Failure { get; set; }

        public int Sent => _sent;

        public void Dispose() => _arrived.Dispose();

        public async Task WaitAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await _arrived.WaitAsync(Cancellation);
            }
        }

        public async Task<string> CreateIssueAsync(IssueDraft draft, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _sent);
            _arrived.Release();
            await Answers.Task.WaitAsync(cancellationToken);
            return Failure is null ? "ADM-" + number : throw Failure;
        }

        public Task<string?> FindIssueAsync(IssueDraft draft, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }
}
