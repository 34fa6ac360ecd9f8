using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Actions;

/// <summary>Acts on a user's access to one directory.</summary>
internal abstract class DirectoryAction : UserAction
{
    public sealed override string Capability => "ManageDirectoryAccess";

    public sealed override bool IsAboutDirectory => true;

    public sealed override bool IsUndoneByProvider => true;

    /// <summary>
    /// The state in the directory decides. The organization's status combines the states in all directories, so a user who is suspended in one of them is
    /// still Active. If the service does not return the state in the directory, the request is sent, and the change counts only if it shows.
    /// </summary>
    public sealed override Decision Decide(UserState state, ExternalGroup? group) =>
        Ended(state.User.Status) ?? (state.DirectoryStatus == UserState.NoMembership ? Absent : Decide(state.DirectoryStatus));

    public sealed override bool MustBeSeen(RunTarget target) => target.Before?.Status is null or ExternalUser.UnknownStatus;

    public sealed override string? Shortfall(UserState state) =>
        state.DirectoryStatus is null ? "The service accepted the change, but it does not return the user's state in the directory." : null;

    /// <summary>The decision about a user who is not in the directory.</summary>
    protected virtual Decision Absent => Decision.Unfit("The user has no access to the directory.");

    /// <summary>The decision about a state in the directory; <see langword="null"/> if it is unknown.</summary>
    protected abstract Decision Decide(string? status);

    /// <summary>The decision about an account that has ended as a whole.</summary>
    protected virtual Decision? Ended(string status) =>
        status switch
        {
            nameof(UserStatus.NotInvited) => Absent,
            nameof(UserStatus.Deactivated) => Decision.Unfit("The account is deactivated."),
            nameof(UserStatus.ForDeletion) or nameof(UserStatus.Deleted) => Decision.Unfit("The account is deleted."),
            _ => null,
        };
}

/// <summary>Suspends access to the directory's applications.</summary>
internal sealed class SuspendAction : DirectoryAction
{
    public override ExternalAction Kind => ExternalAction.SuspendUser;

    public override ExternalAction? Inverse => ExternalAction.ResumeUser;

    public override string Describe(RunTarget target) => "Suspend access to the directory";

    public override string Done(RunTarget target) => "Suspended.";

    protected override Decision Decide(string? status) => status == "suspended" ? Decision.Already("The user is already suspended.") : Decision.Act;

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        Changed(connector.Get<IDirectoryAccess>().SuspendAsync(context.DirectoryId!, target.AccountId!, cancellationToken));
}

/// <summary>Resumes suspended access.</summary>
internal sealed class ResumeAction : DirectoryAction
{
    public override ExternalAction Kind => ExternalAction.ResumeUser;

    public override ExternalAction? Inverse => ExternalAction.SuspendUser;

    public override string Describe(RunTarget target) => "Resume access to the directory";

    public override string Done(RunTarget target) => "Access resumed.";

    // Resuming access that is not suspended changes nothing, so an unknown state is no reason not to try.
    protected override Decision Decide(string? status) => status == "active" ? Decision.Already("The user is not suspended.") : Decision.Act;

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        Changed(connector.Get<IDirectoryAccess>().ResumeAsync(context.DirectoryId!, target.AccountId!, cancellationToken));
}

/// <summary>Removes a user from the directory and from all its groups and roles.</summary>
internal sealed class RemoveFromDirectoryAction : DirectoryAction
{
    public override ExternalAction Kind => ExternalAction.RemoveUserFromDirectory;

    public override bool EndsInAbsence => true;

    public override string Describe(RunTarget target) => "Remove from the directory; only a new invitation brings the user back";

    public override string Done(RunTarget target) => "Removed from the directory.";

    protected override Decision Absent => Decision.Already("The user is not in the directory.");

    // The directory also has the users whose account has ended.
    protected override Decision? Ended(string status) => status == nameof(UserStatus.NotInvited) ? Absent : null;

    protected override Decision Decide(string? status) => Decision.Act;

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        connector.Get<IDirectoryAccess>().RemoveFromDirectoryAsync(context.DirectoryId!, target.AccountId!, cancellationToken);
}
