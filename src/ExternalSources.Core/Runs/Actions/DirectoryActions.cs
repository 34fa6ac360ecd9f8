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

    public sealed override Decision Decide(UserState state, ExternalGroup? group) => Decide(state.User);

    protected abstract Decision Decide(ExternalUser user);

    private protected static Decision Ended(string status) =>
        Decision.Unfit(
            status switch
            {
                nameof(UserStatus.NotInvited) => "The user has no access to the directory.",
                nameof(UserStatus.Deactivated) => "The account is deactivated.",
                _ => "The account is deleted.",
            }
        );
}

/// <summary>Suspends access to the directory's applications.</summary>
internal sealed class SuspendAction : DirectoryAction
{
    public override ExternalAction Kind => ExternalAction.SuspendUser;

    public override ExternalAction? Inverse => ExternalAction.ResumeUser;

    public override string Describe(RunTarget target) => "Suspend access to the directory";

    public override string Done(RunTarget target) => "Suspended.";

    protected override Decision Decide(ExternalUser user) =>
        user.Status switch
        {
            nameof(UserStatus.Suspended) => Decision.Already("The user is already suspended."),
            nameof(UserStatus.NotInvited) or nameof(UserStatus.Deactivated) or nameof(UserStatus.ForDeletion) or nameof(UserStatus.Deleted) => Ended(
                user.Status
            ),
            _ => Decision.Act,
        };

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

    protected override Decision Decide(ExternalUser user) =>
        user.Status switch
        {
            nameof(UserStatus.Suspended) => Decision.Act,
            nameof(UserStatus.NotInvited) or nameof(UserStatus.Deactivated) or nameof(UserStatus.ForDeletion) or nameof(UserStatus.Deleted) => Ended(
                user.Status
            ),
            nameof(UserStatus.Active) => Decision.Already("The user is not suspended."),
            // A missing or unknown status may mean that access is suspended. Resuming access that is not suspended changes nothing.
            _ => Decision.Act,
        };

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

    protected override Decision Decide(ExternalUser user) =>
        user.HasNoMembership || user.Status == nameof(UserStatus.NotInvited) ? Decision.Already("The user is not in the directory.") : Decision.Act;

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        connector.Get<IDirectoryAccess>().RemoveFromDirectoryAsync(context.DirectoryId!, target.AccountId!, cancellationToken);
}
