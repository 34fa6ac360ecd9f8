using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>Checks whether a change was made, by reading the user's state again.</summary>
internal sealed class OutcomeVerifier
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly TargetPlanner _planner;
    private readonly RunSettings _settings;

    public OutcomeVerifier(TargetPlanner planner, RunSettings settings)
    {
        _planner = planner;
        _settings = settings;
    }

    /// <summary>
    /// Checks a change that the service calls unnecessary. The first read showed another state, and the service gives the same response for a user that
    /// the key is not allowed to see. A change by somebody else may take a while to show.
    /// </summary>
    /// <param name="action">The action.</param>
    /// <param name="target">The target.</param>
    /// <param name="believe">From this time on, a state that shows the change is trusted.</param>
    /// <param name="isOver">Whether a state will not show more of the change.</param>
    /// <param name="stop">Once it is cancelled, the check may end without a result.</param>
    /// <param name="flight">Cancels the requests that are under way.</param>
    public async Task<Observation> UntilItShowsAsync(
        UserAction action,
        RunTarget target,
        DateTimeOffset believe,
        Func<UserState, bool> isOver,
        CancellationToken stop,
        CancellationToken flight
    )
    {
        var until = _settings.Clock.UtcNow + TargetPlanner.Lag;
        while (true)
        {
            var look = await NowAsync(action, target, believe, stop, flight).ConfigureAwait(false);
            if (
                look.IsDone
                || look.Unknown is not null
                || (look.State is { } state && isOver(state))
                || _settings.Clock.UtcNow >= until
                || !await WaitAsync(stop, flight).ConfigureAwait(false)
            )
            {
                return look;
            }
        }
    }

    /// <summary>Checks whether the change was made.</summary>
    /// <param name="action">The action.</param>
    /// <param name="target">The target.</param>
    /// <param name="believe">From this time on, a state that shows the change is trusted.</param>
    /// <param name="stop">Once it is cancelled, the check may end without a result. It cannot be cancelled when the change may have been made.</param>
    /// <param name="flight">Cancels the requests that are under way.</param>
    public async Task<Observation> NowAsync(UserAction action, RunTarget target, DateTimeOffset believe, CancellationToken stop, CancellationToken flight)
    {
        while (true)
        {
            var look = await OnceAsync(action, target, stop, flight).ConfigureAwait(false);
            if (!look.IsDone || _settings.Clock.UtcNow >= believe)
            {
                return look;
            }

            if (!await WaitAsync(stop, flight).ConfigureAwait(false))
            {
                return new Observation(
                    false,
                    null,
                    new UnexpectedResponseException(
                        "The service may still return the state from before the change that this run undoes.",
                        "Resume the run in a minute."
                    )
                );
            }
        }
    }

    private async Task<Observation> OnceAsync(UserAction action, RunTarget target, CancellationToken stop, CancellationToken flight)
    {
        try
        {
            var lookup = await _planner.ReadBackAsync(action, target, flight).ConfigureAwait(false);
            if (lookup.IsUnknown)
            {
                return new Observation(
                    false,
                    null,
                    new UnexpectedResponseException(lookup.Problem!, "Check the user later, and run the command again for them.")
                );
            }

            return new Observation(lookup.State is { } state ? action.Decide(state, target.Group).IsNoChange : action.EndsInAbsence, lookup.State, null);
        }
        catch (ServiceException exception)
        {
            return new Observation(false, null, exception);
        }
        catch (OperationCanceledException exception) when (stop.IsCancellationRequested || (stop.CanBeCanceled && exception is StoppedBeforeSendingException))
        {
            return new Observation(false, null, null);
        }
    }

    private async Task<bool> WaitAsync(CancellationToken stop, CancellationToken flight)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, flight);
        try
        {
            await _settings.Clock.DelayAsync(Every, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

/// <summary>What a read after a change shows.</summary>
/// <param name="IsDone">Whether it shows the change.</param>
/// <param name="State">The user's state, if it could be read.</param>
/// <param name="Unknown">Why the state is unknown.</param>
internal sealed record Observation(bool IsDone, UserState? State, ServiceException? Unknown);
