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

    public sealed override Judgement Judge(UserState state, ExternalGroup? group) => Judge(state.User);

    protected abstract Judgement Judge(ExternalUser user);

    private protected static Judgement Ended(string status) =>
        Judgement.Unfit(
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

    protected override Judgement Judge(ExternalUser user) =>
        user.Status switch
        {
            nameof(UserStatus.Suspended) => Judgement.Already("Already suspended."),
            nameof(UserStatus.NotInvited) or nameof(UserStatus.Deactivated) or nameof(UserStatus.ForDeletion) or nameof(UserStatus.Deleted) => Ended(
                user.Status
            ),
            _ => Judgement.Act,
        };

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        Changed(((IDirectoryAccess)connector).SuspendAsync(context.DirectoryId!, target.AccountId!, cancellationToken));
}

/// <summary>Gives suspended access back.</summary>
internal sealed class ResumeAction : DirectoryAction
{
    public override ExternalAction Kind => ExternalAction.ResumeUser;

    public override ExternalAction? Inverse => ExternalAction.SuspendUser;

    public override string Describe(RunTarget target) => "Give access to the directory back";

    public override string Done(RunTarget target) => "Access given back.";

    protected override Judgement Judge(ExternalUser user) =>
        user.Status switch
        {
            nameof(UserStatus.Suspended) => Judgement.Act,
            nameof(UserStatus.NotInvited) or nameof(UserStatus.Deactivated) or nameof(UserStatus.ForDeletion) or nameof(UserStatus.Deleted) => Ended(
                user.Status
            ),
            nameof(UserStatus.Active) => Judgement.Already("Not suspended."),
            // A status that is missing or new may well mean that access is suspended, and giving back what nobody took changes nothing.
            _ => Judgement.Act,
        };

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        Changed(((IDirectoryAccess)connector).ResumeAsync(context.DirectoryId!, target.AccountId!, cancellationToken));
}

/// <summary>Removes a user from the directory, with all groups and roles in it.</summary>
internal sealed class RemoveFromDirectoryAction : DirectoryAction
{
    public override ExternalAction Kind => ExternalAction.RemoveUserFromDirectory;

    public override bool EndsInAbsence => true;

    public override string Describe(RunTarget target) => "Remove from the directory; coming back takes a new invitation";

    public override string Done(RunTarget target) => "Removed from the directory.";

    protected override Judgement Judge(ExternalUser user) =>
        user.HasNoMembership || user.Status == nameof(UserStatus.NotInvited) ? Judgement.Already("Not in the directory.") : Judgement.Act;

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        ((IDirectoryAccess)connector).RemoveFromDirectoryAsync(context.DirectoryId!, target.AccountId!, cancellationToken);
}
