using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Actions;

/// <summary>
/// One kind of change: what it asks of a user's state, how it is sent, and how it is taken back. A new action is a class here, a small interface
/// on the connectors that have it, and a cmdlet.
/// </summary>
internal abstract class UserAction
{
    public abstract ExternalAction Kind { get; }

    /// <summary>The name of the capability that a source needs for it.</summary>
    public abstract string Capability { get; }

    /// <summary>Whether it is about memberships of groups.</summary>
    public virtual bool IsAboutGroups => false;

    /// <summary>Whether it is about access to one directory.</summary>
    public virtual bool IsAboutDirectory => false;

    /// <summary>Whether an identity provider that manages the account would take it back at its next synchronization.</summary>
    public virtual bool IsUndoneByProvider => false;

    /// <summary>Whether a user who is not there any more is what it was for.</summary>
    public virtual bool EndsInAbsence => false;

    /// <summary>Whether a user's state shows that it was done.</summary>
    public virtual bool ShowsInState => true;

    /// <summary>Whether nothing of it is done yet when a request of it is not sent.</summary>
    public virtual bool IsUntouched(RunTarget target) => true;

    /// <summary>What takes it back; <see langword="null"/> where nothing can.</summary>
    public virtual ExternalAction? Inverse => null;

    /// <summary>What would be done, as a sentence that begins with a verb.</summary>
    public abstract string Describe(RunTarget target);

    /// <summary>What was done.</summary>
    public abstract string Done(RunTarget target);

    /// <summary>What the action means for a user in this state.</summary>
    public abstract Decision Decide(UserState state, ExternalGroup? group);

    /// <summary>Sends the change; tells whether it changed anything.</summary>
    public abstract Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken);

    private protected static Task<bool> Changed(Task change) => Always(change, true);

    private static async Task<bool> Always(Task change, bool changed)
    {
        await change.ConfigureAwait(false);
        return changed;
    }
}

/// <summary>What an action needs beside its target.</summary>
internal sealed record ActionContext(RunRequest Request, string? DirectoryId);
