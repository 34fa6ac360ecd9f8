using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>One source's part of a run. It reads the states of the next users while it makes several changes at the same time.</summary>
internal sealed class SourceWorker
{
    private readonly ExternalSource _source;
    private readonly ISourceConnector _connector;
    private readonly RunSettings _settings;
    private readonly RunRecorder _recorder;
    private readonly TargetPlanner _planner;
    private readonly TargetWorker _worker;
    private readonly CircuitBreaker _breaker = new();

    public SourceWorker(ExternalSource source, ISourceConnector connector, RunSettings settings, RunRecorder recorder)
    {
        _source = source;
        _connector = connector;
        _settings = settings;
        _recorder = recorder;
        _planner = new TargetPlanner(source, connector, settings, recorder);
        _worker = new TargetWorker(connector, _planner, settings, recorder);
    }

    public Task<int> CountPeopleAsync(CancellationToken cancellationToken) => _connector.Get<IUserStates>().CountPeopleAsync(cancellationToken);

    /// <summary>Processes all users in the queue. A failure of the source itself ends its part, not the run.</summary>
    public async Task RunAsync(AsyncQueue<IReadOnlyList<Candidate>> queue, CancellationToken stop)
    {
        try
        {
            await _planner.PrepareAsync(stop).ConfigureAwait(false);
            using var ready = new AsyncQueue<IReadOnlyList<PlannedTarget>>(1);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var reading = ReadAheadAsync(queue, ready, over.Token);
            try
            {
                await WorkAsync(ready, stop).ConfigureAwait(false);
            }
            catch
            {
                // No task takes what it reads any more.
                over.Cancel();
                await Quiet(reading).ConfigureAwait(false);
                throw;
            }

            await reading.ConfigureAwait(false);
        }
        catch (ExternalSourceException exception) when (exception is not RunLogException)
        {
            _recorder.BrokenOff(exception.Message);
            _settings.Fail(_source.Name, exception);
            await GiveUpAsync(queue, exception.Message, stop).ConfigureAwait(false);
        }
    }

    private async Task ReadAheadAsync(AsyncQueue<IReadOnlyList<Candidate>> queue, AsyncQueue<IReadOnlyList<PlannedTarget>> ready, CancellationToken stop)
    {
        try
        {
            IReadOnlyList<IReadOnlyList<Candidate>> taken;
            while ((taken = await queue.TakeAsync(1, stop).ConfigureAwait(false)).Count > 0)
            {
                IReadOnlyList<PlannedTarget> planned;
                try
                {
                    planned = await _planner.PlanAsync(taken[0], stop).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is not RunLogException)
                {
                    _recorder.NotAttempted(taken[0]);
                    if (exception is ExternalSourceException)
                    {
                        await ReportNotAttemptedAsync(taken[0], exception.Message).ConfigureAwait(false);
                    }

                    throw;
                }

                await ready.AddAsync(planned, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            ready.Complete();
        }
    }

    private async Task WorkAsync(AsyncQueue<IReadOnlyList<PlannedTarget>> ready, CancellationToken stop)
    {
        using var slots = new SemaphoreSlim(_settings.ThrottleLimit);
        using var flight = new CancellationTokenSource();
        using var grace = stop.Register(() => flight.CancelAfter(_settings.StopGrace));
        var inFlight = new List<Task>();
        try
        {
            IReadOnlyList<IReadOnlyList<PlannedTarget>> taken;
            while ((taken = await ready.TakeAsync(1, stop).ConfigureAwait(false)).Count > 0)
            {
                foreach (var planned in taken[0])
                {
                    if (!await IsToBeChangedAsync(planned).ConfigureAwait(false))
                    {
                        continue;
                    }

                    await slots.WaitAsync(stop).ConfigureAwait(false);
                    if (_breaker.Tripped is not null)
                    {
                        slots.Release();
                        await NotAttemptedAsync(planned).ConfigureAwait(false);
                        continue;
                    }

                    inFlight.RemoveAll(task => task.Status == TaskStatus.RanToCompletion);
                    inFlight.Add(ChangeAsync(planned, slots, stop, flight.Token));
                    if (inFlight.FirstOrDefault(task => task.IsFaulted) is { } faulted)
                    {
                        await faulted.ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            // A stopped run still waits for the responses: the log must have their outcomes.
            await Quiet(Task.WhenAll(inFlight)).ConfigureAwait(false);
        }

        await Task.WhenAll(inFlight).ConfigureAwait(false);
    }

    private async Task<bool> IsToBeChangedAsync(PlannedTarget planned)
    {
        if (planned.Decision.Outcome is not null)
        {
            await SettleAsync(planned, planned.Decision).ConfigureAwait(false);
            return false;
        }

        if (_breaker.Tripped is not null)
        {
            await NotAttemptedAsync(planned).ConfigureAwait(false);
            return false;
        }

        // A check changes nothing, so there is nothing to confirm.
        var isConfirmed =
            planned.Action.IsCheck(planned.Target)
            || await _settings.ConfirmAsync(planned.Target, planned.Action.Describe(planned.Target)).ConfigureAwait(false);
        if (_settings.Mode == RunMode.WhatIf)
        {
            await SettleAsync(planned, new Decision(ActionOutcome.WhatIf, SkipReason.None, planned.Action.Describe(planned.Target) + "."))
                .ConfigureAwait(false);
        }
        else if (!isConfirmed)
        {
            await SettleAsync(planned, Decision.Skip(SkipReason.Declined, "Declined.")).ConfigureAwait(false);
        }

        return isConfirmed && _settings.Mode == RunMode.Act;
    }

    private async Task ChangeAsync(PlannedTarget planned, SemaphoreSlim slots, CancellationToken stop, CancellationToken flight)
    {
        try
        {
            var others = planned.Action.FollowsOthers ? await OthersAsync(planned).ConfigureAwait(false) : [];
            if (planned.Action.IsCheck(planned.Target) && others.Any(other => other?.Reason == SkipReason.Declined))
            {
                await SettleAsync(planned, Decision.Skip(SkipReason.Declined, "Another change of this user was declined.")).ConfigureAwait(false);
                return;
            }

            var othersFailed = others.Any(other => other?.Outcome is not (ActionOutcome.Succeeded or ActionOutcome.NoChange));
            var (result, failure) = await _worker.ChangeAsync(planned, othersFailed, stop, flight).ConfigureAwait(false);
            _recorder.Settle(planned.Target, result);
            planned.Settled.TrySetResult(result);
            await _settings
                .WriteAsync(planned.Target, result, failure is null ? null : new ActionFailedException(result, failure.Recommendation, failure))
                .ConfigureAwait(false);
            if (failure is null)
            {
                _breaker.Succeeded();
            }
            else if (!planned.Action.IsCheck(planned.Target) && _breaker.Failed(Kind(failure), failure.Message))
            {
                BreakOff(failure);
            }
        }
        finally
        {
            planned.Settled.TrySetResult(null);
            slots.Release();
        }
    }

    /// <summary>Waits for the results of the other changes of a user. They started earlier, so they do not wait for this change.</summary>
    private Task<ExternalActionResult?[]> OthersAsync(PlannedTarget planned) => Task.WhenAll(_planner.OthersOf(planned).Select(other => other.Settled.Task));

    private void BreakOff(ServiceException failure)
    {
        var exception = new RunBrokenOffException(_source.Name, _recorder.Run, failure.Message);
        _recorder.BrokenOff(exception.Message);
        _settings.Fail(_source.Name, exception);
    }

    private async Task SettleAsync(PlannedTarget planned, Decision decision)
    {
        var target = planned.Target;
        var result = ExternalActionResult.Of(_recorder.Run, target, decision.Outcome!.Value, decision.Reason, decision.Detail, _settings.Clock.UtcNow);
        _recorder.Settle(target, result);
        planned.Settled.TrySetResult(result);
        await _settings
            .WriteAsync(target, result, decision.Outcome == ActionOutcome.Failed ? new ActionFailedException(result, decision.Recommendation!) : null)
            .ConfigureAwait(false);
    }

    private Task NotAttemptedAsync(PlannedTarget planned) => SettleAsync(planned, Decision.Skip(SkipReason.NotAttempted, "Not attempted: " + _breaker.Tripped));

    /// <summary>Reports each user who is still to come as not attempted.</summary>
    private async Task GiveUpAsync(AsyncQueue<IReadOnlyList<Candidate>> queue, string why, CancellationToken stop)
    {
        IReadOnlyList<IReadOnlyList<Candidate>> taken;
        while ((taken = await queue.TakeAsync(1, stop).ConfigureAwait(false)).Count > 0)
        {
            _recorder.NotAttempted(taken[0]);
            await ReportNotAttemptedAsync(taken[0], why).ConfigureAwait(false);
        }
    }

    private async Task ReportNotAttemptedAsync(IReadOnlyList<Candidate> candidates, string why)
    {
        foreach (var candidate in candidates)
        {
            var target = candidate.ToTarget(_settings.Request.Action) with { Source = _source.Name };
            var result = ExternalActionResult.Of(
                _recorder.Run,
                target,
                ActionOutcome.Skipped,
                SkipReason.NotAttempted,
                "Not attempted: " + why,
                _settings.Clock.UtcNow
            );
            await _settings.WriteAsync(target, result, null).ConfigureAwait(false);
        }
    }

    private static string Kind(ServiceException failure) =>
        failure switch
        {
            ServiceStatusException status => Invariant.Text(status.StatusCode) + status.Code,
            ServiceUnreachableException unreachable => unreachable.Failure.ToString(),
            _ => failure.GetType().Name,
        };

    private static async Task Quiet(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ExternalSourceException)
        {
            // Another await handles it.
        }
    }
}
