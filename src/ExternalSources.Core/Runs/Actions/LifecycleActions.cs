using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Actions;

/// <summary>Acts on a managed account as a whole (https://developer.atlassian.com/cloud/admin/user-management/rest/).</summary>
internal abstract class LifecycleAction : UserAction
{
    public sealed override string Capability => "ManageAccounts";

    public sealed override bool IsUndoneByProvider => true;

    public sealed override Decision Decide(UserState state, ExternalGroup? group) =>
        state.User.Managed == false
            ? Decision.Unfit("The organization does not manage the account: its e-mail address is not in a verified domain.")
            : Decide(state.User.Status);

    protected abstract Decision Decide(string status);

    public sealed override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        Changed(SendAsync(connector.Get<IAccountLifecycle>(), context, target.AccountId!, cancellationToken));

    protected abstract Task SendAsync(IAccountLifecycle accounts, ActionContext context, string accountId, CancellationToken cancellationToken);
}

/// <summary>Deactivates the account.</summary>
internal sealed class DisableAction : LifecycleAction
{
    public override ExternalAction Kind => ExternalAction.DisableUser;

    public override ExternalAction? Inverse => ExternalAction.EnableUser;

    public override string Describe(RunTarget target) => "Deactivate the account, everywhere at Atlassian";

    public override string Done(RunTarget target) => "Deactivated.";

    protected override Decision Decide(string status) =>
        status switch
        {
            nameof(UserStatus.Deactivated) => Decision.Already("The account is already deactivated."),
            nameof(UserStatus.ForDeletion) => Decision.Already("The account is already deactivated and scheduled for deletion."),
            nameof(UserStatus.Deleted) => Decision.Already("The account is deleted."),
            _ => Decision.Act,
        };

    protected override Task SendAsync(IAccountLifecycle accounts, ActionContext context, string accountId, CancellationToken cancellationToken) =>
        accounts.DisableAsync(accountId, context.Request.Message, cancellationToken);
}

/// <summary>Reactivates the account.</summary>
internal sealed class EnableAction : LifecycleAction
{
    public override ExternalAction Kind => ExternalAction.EnableUser;

    public override ExternalAction? Inverse => ExternalAction.DisableUser;

    public override string Describe(RunTarget target) => "Reactivate the account";

    public override string Done(RunTarget target) => "Reactivated.";

    protected override Decision Decide(string status) =>
        status switch
        {
            nameof(UserStatus.Deactivated) => Decision.Act,
            nameof(UserStatus.ForDeletion) => Decision.Unfit(
                "The account is scheduled for deletion. Restore-ExternalUser cancels the deletion and reactivates it."
            ),
            nameof(UserStatus.Deleted) => Decision.Unfit("The account is permanently deleted."),
            nameof(UserStatus.Active) or nameof(UserStatus.Suspended) or nameof(UserStatus.NotInvited) => Decision.Already("The account is not deactivated."),
            // A missing or unknown status may mean that the account is deactivated. Reactivating an active account changes nothing.
            _ => Decision.Act,
        };

    protected override Task SendAsync(IAccountLifecycle accounts, ActionContext context, string accountId, CancellationToken cancellationToken) =>
        accounts.EnableAsync(accountId, cancellationToken);
}

/// <summary>Deletes the account; the deletion is permanent after 14 days.</summary>
internal sealed class DeleteAction : LifecycleAction
{
    public override ExternalAction Kind => ExternalAction.RemoveUser;

    public override ExternalAction? Inverse => ExternalAction.RestoreUser;

    public override string Describe(RunTarget target) => "Delete the account; it can be restored for 14 days";

    public override string Done(RunTarget target) => "Scheduled for permanent deletion in 14 days. Restore-ExternalUser cancels the deletion.";

    protected override Decision Decide(string status) =>
        status switch
        {
            nameof(UserStatus.ForDeletion) => Decision.Already("The account is already scheduled for deletion."),
            nameof(UserStatus.Deleted) => Decision.Already("The account is deleted."),
            _ => Decision.Act,
        };

    protected override Task SendAsync(IAccountLifecycle accounts, ActionContext context, string accountId, CancellationToken cancellationToken) =>
        accounts.DeleteAsync(accountId, cancellationToken);
}

/// <summary>Cancels the deletion of the account, which also reactivates it.</summary>
internal sealed class CancelDeletionAction : LifecycleAction
{
    public override ExternalAction Kind => ExternalAction.RestoreUser;

    public override ExternalAction? Inverse => ExternalAction.RemoveUser;

    public override string Describe(RunTarget target) => "Cancel the deletion of the account, and reactivate it";

    public override string Done(RunTarget target) => "Restored and active.";

    protected override Decision Decide(string status) =>
        status switch
        {
            nameof(UserStatus.ForDeletion) => Decision.Act,
            nameof(UserStatus.Deleted) => Decision.Unfit("The account is permanently deleted: the 14 days are over."),
            nameof(UserStatus.Deactivated) => Decision.Already(
                "The account is not scheduled for deletion, but it is deactivated. Enable-ExternalUser reactivates it."
            ),
            nameof(UserStatus.Active) or nameof(UserStatus.Suspended) or nameof(UserStatus.NotInvited) => Decision.Already(
                "The account is not scheduled for deletion."
            ),
            // A missing or unknown status may mean that the account is scheduled for deletion. Otherwise the service refuses the request.
            _ => Decision.Act,
        };

    protected override Task SendAsync(IAccountLifecycle accounts, ActionContext context, string accountId, CancellationToken cancellationToken) =>
        accounts.CancelDeletionAsync(accountId, cancellationToken);
}
