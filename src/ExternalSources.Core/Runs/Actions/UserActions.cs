using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Actions;

/// <summary>All actions on users.</summary>
internal static class UserActions
{
    private static readonly Dictionary<ExternalAction, UserAction> All = new UserAction[]
    {
        new AddMemberAction(),
        new RemoveMemberAction(),
        new RevokeAccessAction(),
        new RevokeRolesAction(),
        new DisableAction(),
        new EnableAction(),
        new DeleteAction(),
        new CancelDeletionAction(),
        new SuspendAction(),
        new ResumeAction(),
        new RemoveFromDirectoryAction(),
        new RemoveFromSiteAction(),
        new RevokeTokensAction(),
    }.ToDictionary(action => action.Kind);

    /// <summary>The action for a source type. Only an organization deletes accounts; a site removes users.</summary>
    public static UserAction Of(ExternalAction kind, SourceType type) =>
        (kind, type) switch
        {
            (ExternalAction.RemoveUser, SourceType.JiraCloud) => Of(ExternalAction.RemoveUserFromSite),
            // Each target of a synchronization has its own action: add or remove.
            (ExternalAction.SyncGroupMember, _) => Of(ExternalAction.AddGroupMember),
            _ => Of(kind),
        };

    public static UserAction Of(ExternalAction kind) =>
        All.TryGetValue(kind, out var action) ? action : throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
}
