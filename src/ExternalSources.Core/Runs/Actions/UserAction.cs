using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Actions;

/// <summary>
/// One kind of change: which state of a user it applies to, how it is sent, and which action undoes it. A new action is a class here, a small
/// interface on the connectors that support it, and a cmdlet.
/// </summary>
internal abstract class UserAction
{
    public abstract ExternalAction Kind { get; }

    /// <summary>The name of the capability that a source needs.</summary>
    public abstract string Capability { get; }

    /// <summary>Whether it changes memberships of groups.</summary>
    public virtual bool IsAboutGroups => false;

    /// <summary>Whether it changes access to one directory.</summary>
    public virtual bool IsAboutDirectory => false;

    /// <summary>Whether an identity provider that manages the account would undo the change at its next synchronization.</summary>
    public virtual bool IsUndoneByProvider => false;

    /// <summary>Whether the change is made when the service no longer returns the user.</summary>
    public virtual bool EndsInAbsence => false;

    /// <summary>Whether a user's state shows the change.</summary>
    public virtual bool ShowsInState => true;

    /// <summary>Whether no part of the change is made yet: an action can take several requests.</summary>
    public virtual bool IsUntouched(RunTarget target) => true;

    /// <summary>Whether the change comes after all other changes of the user in the run.</summary>
    public virtual bool FollowsOthers => false;

    /// <summary>Whether nothing is sent: the user's state is only checked after the other changes.</summary>
    public virtual bool IsCheck(RunTarget target) => false;

    /// <summary>Whether the user's state must show the change even if the service accepted it, because the state before is unknown or not enough.</summary>
    public virtual bool MustBeSeen(RunTarget target) => false;

    /// <summary>What is missing in a state that does not show the change; <see langword="null"/> if there is nothing to say about it.</summary>
    public virtual string? Shortfall(UserState state) => null;

    /// <summary>What an admin can do about a state that does not show the change.</summary>
    public virtual string Remedy => "Check the user, and run the command again for them. If the problem remains, report it to Atlassian's support.";

    /// <summary>Whether a state will not show more of the change.</summary>
    /// <param name="state">The state.</param>
    /// <param name="othersFailed">Whether another change of the user was not made.</param>
    public virtual bool IsOver(UserState state, bool othersFailed) => false;

    /// <summary>The action that undoes it; <see langword="null"/> when none can.</summary>
    public virtual ExternalAction? Inverse => null;

    /// <summary>What the action does, as a phrase that begins with a verb.</summary>
    public abstract string Describe(RunTarget target);

    /// <summary>What the action did, as a sentence.</summary>
    public abstract string Done(RunTarget target);

    /// <summary>What to do about a user in this state.</summary>
    public abstract Decision Decide(UserState state, ExternalGroup? group);

    /// <summary>Sends the change, and returns whether it changed anything.</summary>
    public abstract Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken);

    private protected static Task<bool> Changed(Task change) => Always(change, true);

    // The caller decides by the type of the failure, so the type stays the same.
    private protected static ServiceException WithDetail(ServiceException exception, string more) =>
        exception switch
        {
            ServiceStatusException status => new ServiceStatusException(
                status.StatusCode,
                status.Code,
                status.ServiceMessage,
                status.Message + more,
                status.Recommendation,
                status.RetryAfter
            ),
            ServiceUnreachableException unreachable => new ServiceUnreachableException(
                unreachable.Failure,
                unreachable.Message + more,
                unreachable.Recommendation,
                unreachable
            ),
            ServiceRedirectException redirect => new ServiceRedirectException(redirect.Message + more, redirect.Recommendation),
            _ => new UnexpectedResponseException(exception.Message + more, exception.Recommendation, exception),
        };

    private static async Task<bool> Always(Task change, bool changed)
    {
        await change.ConfigureAwait(false);
        return changed;
    }
}

/// <summary>What an action needs besides its target.</summary>
internal sealed record ActionContext(RunRequest Request, string? DirectoryId);
