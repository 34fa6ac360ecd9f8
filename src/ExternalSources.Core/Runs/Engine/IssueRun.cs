using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>
/// Files issues, and logs each one before and after. An issue must never be filed twice. When it is unknown whether an issue was filed, the run
/// searches for it, and does not file it again.
/// </summary>
internal sealed class IssueRun
{
    private const int Looks = 3;

    /// <summary>The search finds a new issue only after a moment.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>How long a stopped run waits for responses: a little less than the pipeline waits for the run.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    private readonly IIssueCreator _issues;
    private readonly Clock _clock;
    private readonly RunLog _log;
    private readonly Dictionary<ActionOutcome, int> _counts = new();
    private readonly CircuitBreaker _breaker = new();

    public IssueRun(IIssueCreator issues, Clock clock, RunLog log)
    {
        _issues = issues;
        _clock = clock;
        _log = log;
    }

    /// <summary>Files the issues, several at the same time. After a stop it sends no more, and waits a moment for the responses.</summary>
    public async Task RunAsync(
        IReadOnlyList<(RunTarget Target, IssueDraft Draft)> issues,
        int atATime,
        Action<RunTarget, ExternalActionResult, ServiceException?> write,
        CancellationToken stop
    )
    {
        string? reason = null;
        _log.Targets(issues.Select(issue => issue.Target));
        using var slots = new SemaphoreSlim(atATime);
        using var end = new CancellationTokenSource();
        using var grace = stop.Register(() => end.CancelAfter(Grace));
        try
        {
            await Task.WhenAll(
                    issues.Select(async issue =>
                    {
                        await slots.WaitAsync(stop).ConfigureAwait(false);
                        try
                        {
                            stop.ThrowIfCancellationRequested();
                            if (_breaker.Tripped is { } why)
                            {
                                reason = why;
                                write(
                                    issue.Target,
                                    ExternalActionResult.Of(
                                        _log.Id,
                                        issue.Target,
                                        ActionOutcome.Skipped,
                                        SkipReason.NotAttempted,
                                        "Not attempted: " + why,
                                        _clock.UtcNow
                                    ),
                                    null
                                );
                                return;
                            }

                            var (result, failure) = await FileAsync(issue.Target, issue.Draft, stop, end.Token).ConfigureAwait(false);
                            _log.Outcome(issue.Target.Number, result);
                            lock (_counts)
                            {
                                _counts[result.Outcome] = (_counts.TryGetValue(result.Outcome, out var count) ? count : 0) + 1;
                            }

                            write(issue.Target, result, failure);
                            if (failure is null)
                            {
                                _breaker.Succeeded();
                            }
                            else
                            {
                                _breaker.Failed(failure.Message, failure.Message);
                            }
                        }
                        finally
                        {
                            slots.Release();
                        }
                    })
                )
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            reason ??= stop.IsCancellationRequested ? null : exception.Message;
            throw;
        }
        finally
        {
            if (stop.IsCancellationRequested)
            {
                reason = "The run was stopped.";
            }

            _log.Footer(
                reason is null ? RunStatus.Completed : RunStatus.Stopped,
                reason,
                _counts,
                issues.Count,
                issues.Select(issue => issue.Target.Source).Distinct(),
                _clock.UtcNow
            );
        }
    }

    private async Task<(ExternalActionResult Result, ServiceException? Failure)> FileAsync(
        RunTarget target,
        IssueDraft draft,
        CancellationToken stop,
        CancellationToken end
    )
    {
        // The system clock may be set back meanwhile.
        var watch = Stopwatch.StartNew();
        // The intent must be on the disk first: after a power cut, the log must show that the request may have been sent.
        _log.Intent(target.Number, 1, _clock.UtcNow, toDisk: true);
        try
        {
            // The run waits for the response a moment beyond a stop: otherwise it is unknown whether the issue was filed.
            var key = await _issues.CreateIssueAsync(draft, end).ConfigureAwait(false);
            return (Result(ActionOutcome.Succeeded, $"Filed as {key}.", key), null);
        }
        catch (ServiceException failure)
        {
            if (!failure.IsOutcomeUnknown)
            {
                return (Result(ActionOutcome.Failed, failure.Message, null), failure);
            }

            return await LookAsync(draft, stop, end).ConfigureAwait(false) is { } key
                ? (Result(ActionOutcome.Succeeded, $"Filed as {key}. Confirmed by a search.", key), null)
                : (Result(ActionOutcome.Failed, Open(failure.Message), null), failure);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return (Result(ActionOutcome.Failed, Open("The run was stopped before the service responded."), null), null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Only a wait before sending ends this early; see StoppableClock.
            return (
                Result(ActionOutcome.Skipped, "Not filed: the run was stopped while it waited to send the request.", null) with
                {
                    Reason = SkipReason.NotAttempted,
                },
                null
            );
        }

        string Open(string why) => $"{why} The issue may exist: before you file it again, search the project {draft.Project} for \"{draft.Marker}\".";

        ExternalActionResult Result(ActionOutcome outcome, string detail, string? key) =>
            ExternalActionResult.Of(_log.Id, target, outcome, SkipReason.None, detail, _clock.UtcNow) with
            {
                Issue = key,
                Attempts = 1,
                Duration = watch.Elapsed,
            };
    }

    /// <summary>Searches for an issue that may have been filed, until the run must end.</summary>
    private async Task<string?> LookAsync(IssueDraft draft, CancellationToken stop, CancellationToken end)
    {
        try
        {
            for (var look = 1; look <= Looks; look++)
            {
                await _clock.DelayAsync(BetweenLooks, end).ConfigureAwait(false);
                var found = await Result.OfAsync(() => _issues.FindIssueAsync(draft, end)).ConfigureAwait(false);
                if (found.Value is { } key)
                {
                    return key;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It remains unknown whether the issue was filed.
        }

        return null;
    }
}
