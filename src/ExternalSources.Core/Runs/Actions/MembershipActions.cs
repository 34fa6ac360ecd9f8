using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Actions;

/// <summary>Adds a user to a group.</summary>
internal sealed class AddMemberAction : UserAction
{
    public override ExternalAction Kind => ExternalAction.AddGroupMember;

    public override string Capability => "ChangeGroupMembers";

    public override bool IsAboutGroups => true;

    public override ExternalAction? Inverse => ExternalAction.RemoveGroupMember;

    public override string Describe(RunTarget target) => $"Add to the group '{target.Group!.Name}'";

    public override string Done(RunTarget target) => $"Added to '{target.Group!.Name}'.";

    public override Decision Decide(UserState state, ExternalGroup? group)
    {
        if (state.GroupIds.Contains(group!.Id))
        {
            return Decision.Already($"The user is already a member of '{group.Name}'.");
        }

        if (group.ExternallySynced == true)
        {
            return SyncedGroups.Refusal(group);
        }

        return state.User.Status is nameof(UserStatus.Deleted) or nameof(UserStatus.ForDeletion)
            ? Decision.Unfit("The account is deleted. Restore-ExternalUser cancels a deletion within 14 days.")
            : Decision.Act;
    }

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        connector.Get<IGroupWriter>().AddMemberAsync(target.Group!, target.AccountId!, cancellationToken);
}

/// <summary>Removes a user from a group.</summary>
internal class RemoveMemberAction : UserAction
{
    public override ExternalAction Kind => ExternalAction.RemoveGroupMember;

    public override string Capability => "ChangeGroupMembers";

    public override bool IsAboutGroups => true;

    public override ExternalAction? Inverse => ExternalAction.AddGroupMember;

    public override string Describe(RunTarget target) => $"Remove from the group '{target.Group!.Name}'";

    public override string Done(RunTarget target) => $"Removed from '{target.Group!.Name}'.";

    public override Decision Decide(UserState state, ExternalGroup? group)
    {
        if (!state.GroupIds.Contains(group!.Id))
        {
            return Decision.Already($"The user is not a member of '{group.Name}'.");
        }

        return group.ExternallySynced == true ? SyncedGroups.Refusal(group) : Decision.Act;
    }

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        connector.Get<IGroupWriter>().RemoveMemberAsync(target.Group!, target.AccountId!, cancellationToken);
}

/// <summary>Removes a user from a group that grants applications.</summary>
internal sealed class RevokeAccessAction : RemoveMemberAction
{
    public override ExternalAction Kind => ExternalAction.RevokeUserAccess;

    public override string Capability => "RevokeAccess";

    public override string Describe(RunTarget target) => $"Revoke access to {Granted(target)}: remove from the group '{target.Group!.Name}'";

    public override string Done(RunTarget target) => $"Removed from '{target.Group!.Name}', which grants {Granted(target)}.";

    private static string Granted(RunTarget target) =>
        target.Group!.Applications is { Count: > 0 } applications ? string.Join(", ", applications) : "applications";
}

internal static class SyncedGroups
{
    public static Decision Refusal(ExternalGroup group) =>
        Decision.Skip(SkipReason.SyncedGroup, $"An identity provider manages the group '{group.Name}'. Change its members there.");
}
