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
            ? Decision.Unfit("The organization does not manage the account: its address is in none of the organization's verified domains.")
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
            nameof(UserStatus.Deactivated) => Decision.Already("Already deactivated."),
            nameof(UserStatus.ForDeletion) => Decision.Already("Already deactivated, and to be deleted."),
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
            nameof(UserStatus.ForDeletion) => Decision.Unfit("The account is to be deleted; Restore-ExternalUser cancels the deletion and reactivates it."),
            nameof(UserStatus.Deleted) => Decision.Unfit("The account is deleted for good."),
            nameof(UserStatus.Active) or nameof(UserStatus.Suspended) or nameof(UserStatus.NotInvited) => Decision.Already("Not deactivated."),
            // A status that is missing or new may well be one of a deactivated account, and reactivating one that is active changes nothing.
            _ => Decision.Act,
        };

    protected override Task SendAsync(IAccountLifecycle accounts, ActionContext context, string accountId, CancellationToken cancellationToken) =>
        accounts.EnableAsync(accountId, cancellationToken);
}

/// <summary>Deletes the account, for good after 14 days.</summary>
internal sealed class DeleteAction : LifecycleAction
{
    public override ExternalAction Kind => ExternalAction.RemoveUser;

    public override ExternalAction? Inverse => ExternalAction.RestoreUser;

    public override string Describe(RunTarget target) => "Delete the account; it can be restored for 14 days";

    public override string Done(RunTarget target) => "To be deleted for good in 14 days; Restore-ExternalUser cancels that.";

    protected override Decision Decide(string status) =>
        status switch
        {
            nameof(UserStatus.ForDeletion) => Decision.Already("Already to be deleted."),
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
            nameof(UserStatus.Deleted) => Decision.Unfit("The account is deleted for good: the 14 days are over."),
            nameof(UserStatus.Deactivated) => Decision.Already("Not to be deleted, but deactivated; Enable-ExternalUser reactivates it."),
            nameof(UserStatus.Active) or nameof(UserStatus.Suspended) or nameof(UserStatus.NotInvited) => Decision.Already("Not to be deleted."),
            // A status that is missing or new may hide a deletion whose days are running; where there is none the service refuses to cancel it.
            _ => Decision.Act,
        };

    protected override Task SendAsync(IAccountLifecycle accounts, ActionContext context, string accountId, CancellationToken cancellationToken) =>
        accounts.CancelDeletionAsync(accountId, cancellationToken);
}
