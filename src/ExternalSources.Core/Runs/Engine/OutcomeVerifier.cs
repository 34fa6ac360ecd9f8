using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>Finds out whether something is done, by reading the user back.</summary>
internal sealed class OutcomeVerifier
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly TargetPlanner _planner;
    private readonly RunSettings _settings;

    public OutcomeVerifier(TargetPlanner judge, RunSettings settings)
    {
        _planner = judge;
        _settings = settings;
    }

    /// <summary>
    /// Whether it is so, as the service says. The user was seen in another state, and the same word stands for what the service does not find or does
    /// not let the key see; but somebody else's change may take a while to show.
    /// </summary>
    public async Task<(bool IsDone, ServiceException? Unknown)> UntilItShowsAsync(
        UserAction action,
        RunTarget target,
        DateTimeOffset believe,
        CancellationToken stop,
        CancellationToken flight
    )
    {
        var until = _settings.Clock.UtcNow + TargetPlanner.Lag;
        while (true)
        {
            var look = await NowAsync(action, target, believe, stop, flight).ConfigureAwait(false);
            if (look.IsDone || look.Unknown is not null || _settings.Clock.UtcNow >= until || !await WaitAsync(stop, flight).ConfigureAwait(false))
            {
                return look;
            }
        }
    }

    /// <summary>Whether it is done.</summary>
    /// <param name="action">The action.</param>
    /// <param name="target">The target.</param>
    /// <param name="believe">From when on what looks done is.</param>
    /// <param name="stop">Once it says so, looking may end without an answer. What may be done and is not known is looked at to the last.</param>
    /// <param name="flight">Ends the requests that are under way.</param>
    public async Task<(bool IsDone, ServiceException? Unknown)> NowAsync(
        UserAction action,
        RunTarget target,
        DateTimeOffset believe,
        CancellationToken stop,
        CancellationToken flight
    )
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
                return (
                    false,
                    new UnexpectedResponseException(
                        "What the service shows may be what was before the change that this takes back.",
                        "Resume the run in a minute."
                    )
                );
            }
        }
    }

    private async Task<(bool IsDone, ServiceException? Unknown)> OnceAsync(
        UserAction action,
        RunTarget target,
        CancellationToken stop,
        CancellationToken flight
    )
    {
        try
        {
            var lookup = await _planner.ReadBackAsync(target, flight).ConfigureAwait(false);
            if (lookup.IsUnknown)
            {
                return (false, new UnexpectedResponseException(lookup.Problem!, "Look at the user later, and run the command again for them."));
            }

            return (lookup.State is { } state ? action.Decide(state, target.Group).IsNoChange : action.EndsInAbsence, null);
        }
        catch (ServiceException exception)
        {
            return (false, exception);
        }
        catch (OperationCanceledException exception) when (stop.IsCancellationRequested || (stop.CanBeCanceled && exception is StoppedBeforeSendingException))
        {
            return (false, null);
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
