using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>Makes one change and finds its outcome, whatever goes wrong on the way.</summary>
internal sealed class TargetWorker
{
    private const int MaxAttempts = 3;
    private const string Already = "No change was needed.";
    private const string MayBeDone = "It is unknown whether the change was made.";
    private const string NotSeen = "The service responds that no change was needed, but the user's state does not show it.";

    private readonly ISourceConnector _connector;
    private readonly TargetPlanner _planner;
    private readonly OutcomeVerifier _verifier;
    private readonly RunSettings _settings;
    private readonly RunRecorder _recorder;

    public TargetWorker(ISourceConnector connector, TargetPlanner planner, RunSettings settings, RunRecorder recorder)
    {
        _connector = connector;
        _planner = planner;
        _verifier = new OutcomeVerifier(planner, settings);
        _settings = settings;
        _recorder = recorder;
    }

    /// <summary>Makes the change.</summary>
    /// <param name="planned">The target.</param>
    /// <param name="othersFailed">Whether another change of the user was not made, for an action that follows the others.</param>
    /// <param name="stop">Once it is cancelled, nothing more is sent.</param>
    /// <param name="flight">Cancels the requests that are under way.</param>
    public async Task<(ExternalActionResult Result, ServiceException? Failure)> ChangeAsync(
        PlannedTarget planned,
        bool othersFailed,
        CancellationToken stop,
        CancellationToken flight
    )
    {
        var (target, action) = (planned.Target, planned.Action);
        var watch = Stopwatch.StartNew();
        var isOpen = planned.Candidate.WasInFlight;
        // Right after the change that this one undoes, the service may return the state before it, which looks undone.
        var believe = planned.Candidate is { Undoes: not null, SentAt: { } undone } ? undone + TargetPlanner.Lag : DateTimeOffset.MinValue;
        for (var attempt = 1; ; attempt++)
        {
            var isCheck = action.IsCheck(target);
            if (!isCheck)
            {
                _recorder.Intent(target, attempt);
            }

            ServiceException failure;
            try
            {
                var changed = !isCheck && await action.SendAsync(_connector, _planner.Context, target, flight).ConfigureAwait(false);
                if (!action.MustBeSeen(target) && (changed || (isOpen && !action.ShowsInState)))
                {
                    return (Result(ActionOutcome.Succeeded, action.Done(target), attempt), null);
                }

                if (!action.ShowsInState)
                {
                    return (Result(ActionOutcome.NoChange, Already, attempt), null);
                }

                isOpen |= changed;
                // The session may end during the check. The log must not say then that this run made the change.
                if (!isCheck)
                {
                    _recorder.Note(target, Result(ActionOutcome.Failed, NotSeen, attempt));
                }

                var seen = await _verifier
                    .UntilItShowsAsync(action, target, believe, state => action.IsOver(state, othersFailed), stop, flight)
                    .ConfigureAwait(false);
                if (seen.IsDone)
                {
                    return (isCheck ? Result(ActionOutcome.NoChange, action.Done(target), 0) : IsSo(attempt), null);
                }

                var denial = seen.Unknown ?? new UnexpectedResponseException(Shortfall(seen.State), action.Remedy);
                return (Result(ActionOutcome.Failed, denial.Message, isCheck ? 0 : attempt), denial);
            }
            catch (ServiceException exception)
            {
                failure = exception;
            }
            catch (StoppedBeforeSendingException) when (action.IsUntouched(target) && !isOpen)
            {
                _recorder.Withdraw(target);
                throw;
            }

            var mayBeDone = failure.IsOutcomeUnknown;
            isOpen |= mayBeDone;
            // A refusal may only mean that no change is needed. The response does not distinguish that reliably.
            if (mayBeDone || failure is ServiceStatusException { StatusCode: 400 or 404 or 409 })
            {
                if (!mayBeDone)
                {
                    _recorder.Note(target, Result(ActionOutcome.Failed, failure.Message, attempt));
                }

                var (isDone, _, unknown) = await _verifier
                    .NowAsync(action, target, believe, mayBeDone ? CancellationToken.None : stop, flight)
                    .ConfigureAwait(false);
                if (isDone)
                {
                    return (IsSo(attempt), null);
                }

                if (unknown is not null)
                {
                    return (Result(ActionOutcome.Failed, $"{failure.Message} It is unknown whether the change was made: {unknown.Message}", attempt), failure);
                }
            }

            if (!mayBeDone)
            {
                return (Result(ActionOutcome.Failed, failure.Message, attempt), failure);
            }

            var wait = (failure as ServiceStatusException)?.RetryAfter ?? TimeSpan.FromTicks(_settings.RepeatDelay.Ticks << (attempt - 1));
            if (attempt >= MaxAttempts || wait > _settings.MaxWait || stop.IsCancellationRequested)
            {
                return await LastLookAsync(failure, attempt).ConfigureAwait(false);
            }

            await _settings.Clock.DelayAsync(wait, flight).ConfigureAwait(false);
            if (stop.IsCancellationRequested)
            {
                return await LastLookAsync(failure, attempt).ConfigureAwait(false);
            }
        }

        // A change without a response may take a while to show. Only a late look says that it was not made.
        async Task<(ExternalActionResult Result, ServiceException? Failure)> LastLookAsync(ServiceException failure, int attempt)
        {
            var sentBy = _settings.Clock.UtcNow;
            var seen = action.ShowsInState
                ? await _verifier.UntilItShowsAsync(action, target, believe, static _ => false, stop, flight).ConfigureAwait(false)
                : null;
            if (seen?.IsDone == true)
            {
                return (IsSo(attempt), null);
            }

            var isLate = seen is { Unknown: null } && _settings.Clock.UtcNow - sentBy >= TargetPlanner.Lag;
            isOpen = !isLate;
            return (Result(ActionOutcome.Failed, isLate ? failure.Message : failure.Message + " " + MayBeDone, attempt), failure);
        }

        string Shortfall(UserState? now) =>
            (now is null ? null : action.Shortfall(now)) is not { } shortfall ? NotSeen
            : action.IsOver(now!, othersFailed) ? shortfall
            : shortfall + " If the service needs more than 35 seconds to show a change, the outcome is unknown: resume the run later.";

        ExternalActionResult IsSo(int attempts) =>
            isOpen
                ? Result(ActionOutcome.Succeeded, action.Done(target) + " Confirmed by reading the user's state.", attempts)
                : Result(ActionOutcome.NoChange, Already, attempts);

        ExternalActionResult Result(ActionOutcome outcome, string? detail, int attempts) =>
            ExternalActionResult.Of(_recorder.Run, target, outcome, SkipReason.None, detail, _settings.Clock.UtcNow) with
            {
                Attempts = attempts,
                Duration = watch.Elapsed,
                IsOpen = isOpen && outcome == ActionOutcome.Failed,
            };
    }
}
