namespace ExternalSources.Core.Users;

/// <summary>What can be done to a user.</summary>
public enum ExternalAction
{
    /// <summary>Add the user to a group.</summary>
    AddGroupMember,

    /// <summary>Remove the user from a group.</summary>
    RemoveGroupMember,

    /// <summary>Make a group's members those of a list: a run that adds some users and removes others.</summary>
    SyncGroupMember,

    /// <summary>Deactivate the managed account, everywhere at Atlassian.</summary>
    DisableUser,

    /// <summary>Reactivate the managed account.</summary>
    EnableUser,

    /// <summary>Take away the user's access to every application of a directory; groups stay.</summary>
    SuspendUser,

    /// <summary>Give suspended access back.</summary>
    ResumeUser,

    /// <summary>Leave a group that grants an application.</summary>
    RevokeUserAccess,

    /// <summary>Delete the managed account; it can be restored for 14 days.</summary>
    RemoveUser,

    /// <summary>Remove the user from a directory of the organization.</summary>
    RemoveUserFromDirectory,

    /// <summary>Remove the user from a Jira Cloud site.</summary>
    RemoveUserFromSite,

    /// <summary>Cancel the deletion of the managed account.</summary>
    RestoreUser,

    /// <summary>Revoke the account's API tokens.</summary>
    RevokeUserToken,

    /// <summary>File a Jira issue.</summary>
    NewIssue,
}
