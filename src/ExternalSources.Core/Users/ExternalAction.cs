namespace ExternalSources.Core.Users;

/// <summary>An action on a user.</summary>
public enum ExternalAction
{
    /// <summary>Add the user to a group.</summary>
    AddGroupMember,

    /// <summary>Remove the user from a group.</summary>
    RemoveGroupMember,

    /// <summary>Make the members of a group match a list. The run adds some users and removes others.</summary>
    SyncGroupMember,

    /// <summary>Deactivate the managed account for all Atlassian products.</summary>
    DisableUser,

    /// <summary>Reactivate the managed account.</summary>
    EnableUser,

    /// <summary>Suspend the user's access to every application of a directory. The user stays in all groups.</summary>
    SuspendUser,

    /// <summary>Restore suspended access.</summary>
    ResumeUser,

    /// <summary>Remove the user from a group that grants an application.</summary>
    RevokeUserAccess,

    /// <summary>Revoke the roles that the user holds without a group, and make sure that no seat is left. A run of RevokeUserAccess does this last.</summary>
    RevokeUserRole,

    /// <summary>Delete the managed account. It can be restored for 14 days.</summary>
    RemoveUser,

    /// <summary>Remove the user from a directory of the organization.</summary>
    RemoveUserFromDirectory,

    /// <summary>Remove the user from a Jira Cloud site.</summary>
    RemoveUserFromSite,

    /// <summary>Cancel the deletion of the managed account.</summary>
    RestoreUser,

    /// <summary>Revoke the account's API tokens.</summary>
    RevokeUserToken,

    /// <summary>Create a Jira issue.</summary>
    NewIssue,
}
