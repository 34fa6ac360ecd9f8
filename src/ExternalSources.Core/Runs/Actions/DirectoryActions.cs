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

/// <summary>Takes away access to the directory's applications.</summary>
internal sealed class SuspendAction : DirectoryAction
{
    public override ExternalAction Kind => ExternalAction.SuspendUser;

    public override ExternalAction? Inverse => ExternalAction.ResumeUser;

    public override string Describe(RunTarget target) => "Suspend access to the directory";

    public override string Done(RunTarget target) => "Suspended.";

    protected override Decision Decide(ExternalUser user) =>
        user.Status switch
        {
            nameof(UserStatus.Suspended) => Decision.Already("Already suspended."),
            nameof(UserStatus.NotInvited) or nameof(UserStatus.Deactivated) or nameof(UserStatus.ForDeletion) or nameof(UserStatus.Deleted) => Ended(
                user.Status
            ),
            _ => Decision.Act,
        };

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        Changed(connector.Get<IDirectoryAccess>().SuspendAsync(context.DirectoryId!, target.AccountId!, cancellationToken));
}

/// <summary>Gives suspended access back.</summary>
internal sealed class ResumeAction : DirectoryAction
{
    public override ExternalAction Kind => ExternalAction.ResumeUser;

    public override ExternalAction? Inverse => ExternalAction.SuspendUser;

    public override string Describe(RunTarget target) => "Give access to the directory back";

    public override string Done(RunTarget target) => "Access given back.";

    protected override Decision Decide(ExternalUser user) =>
        user.Status switch
        {
            nameof(UserStatus.Suspended) => Decision.Act,
            nameof(UserStatus.NotInvited) or nameof(UserStatus.Deactivated) or nameof(UserStatus.ForDeletion) or nameof(UserStatus.Deleted) => Ended(
                user.Status
            ),
            nameof(UserStatus.Active) => Decision.Already("Not suspended."),
            // A status that is missing or new may well mean that access is suspended, and giving back what nobody took changes nothing.
            _ => Decision.Act,
        };

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        Changed(connector.Get<IDirectoryAccess>().ResumeAsync(context.DirectoryId!, target.AccountId!, cancellationToken));
}

/// <summary>Removes a user from the directory, with all groups and roles in it.</summary>
internal sealed class RemoveFromDirectoryAction : DirectoryAction
{
    public override ExternalAction Kind => ExternalAction.RemoveUserFromDirectory;

    public override bool EndsInAbsence => true;

    public override string Describe(RunTarget target) => "Remove from the directory; coming back takes a new invitation";

    public override string Done(RunTarget target) => "Removed from the directory.";

    protected override Decision Decide(ExternalUser user) =>
        user.HasNoMembership || user.Status == nameof(UserStatus.NotInvited) ? Decision.Already("Not in the directory.") : Decision.Act;

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        connector.Get<IDirectoryAccess>().RemoveFromDirectoryAsync(context.DirectoryId!, target.AccountId!, cancellationToken);
}
