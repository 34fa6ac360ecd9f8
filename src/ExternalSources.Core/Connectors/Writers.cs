using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Tells the state of single users, as it has to be known before they are changed.</summary>
internal interface IUserStates
{
    /// <summary>The account behind the source's own credentials; <see langword="null"/> when the key belongs to no account.</summary>
    Task<string?> OwnAccountIdAsync(CancellationToken cancellationToken);

    /// <summary>How many people the source has.</summary>
    Task<int> CountPeopleAsync(CancellationToken cancellationToken);

    /// <summary>Looks users up, in the order in which they are named, with as few requests as the service allows.</summary>
    Task<IReadOnlyList<UserLookup>> ReadStatesAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken);

    /// <summary>Looks one user up after something was sent about them; nothing that was known before is used.</summary>
    Task<UserLookup> ReadBackAsync(UserKey user, StateNeeds needs, CancellationToken cancellationToken);
}

/// <summary>Changes who is in a group. Each change tells whether it changed anything.</summary>
[Capability("ChangeGroupMembers", "Add users to groups and remove them")]
internal interface IGroupWriter
{
    Task<ExternalGroup> FindGroupAsync(string nameOrId, CancellationToken cancellationToken);

    Task<bool> AddMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken);

    Task<bool> RemoveMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken);
}

/// <summary>Knows which groups grant applications: leaving them all is how access ends.</summary>
[Capability("RevokeAccess", "Take application access away")]
internal interface IAccessRevoker : IGroupWriter
{
    /// <summary>
    /// The groups that grant one of these applications, or any when none is named: those of the source, or of these users. One whose
    /// <see cref="ExternalGroup.Applications"/> are <see langword="null"/> is one of which the source does not tell what it grants.
    /// </summary>
    Task<IReadOnlyList<ExternalGroup>> GrantingGroupsAsync(
        IReadOnlyList<string> applications,
        IReadOnlyList<UserState> users,
        CancellationToken cancellationToken
    );
}

/// <summary>Ends and revives managed accounts.</summary>
[Capability("ManageAccounts", "Deactivate, reactivate and delete managed accounts, and cancel deletions")]
internal interface IAccountLifecycle
{
    Task DisableAsync(string accountId, string? message, CancellationToken cancellationToken);

    Task EnableAsync(string accountId, CancellationToken cancellationToken);

    Task DeleteAsync(string accountId, CancellationToken cancellationToken);

    Task CancelDeletionAsync(string accountId, CancellationToken cancellationToken);
}

/// <summary>Changes a user's access to a directory.</summary>
[Capability("ManageDirectoryAccess", "Suspend and restore users' access to a directory, and remove users from it")]
internal interface IDirectoryAccess
{
    /// <summary>The directory of this name or id; the only one when none is named.</summary>
    Task<ExternalDirectory> FindDirectoryAsync(string? nameOrId, CancellationToken cancellationToken);

    Task SuspendAsync(string directoryId, string accountId, CancellationToken cancellationToken);

    Task ResumeAsync(string directoryId, string accountId, CancellationToken cancellationToken);

    /// <summary>Tells whether the user was there.</summary>
    Task<bool> RemoveFromDirectoryAsync(string directoryId, string accountId, CancellationToken cancellationToken);
}

/// <summary>Removes users from a site.</summary>
[Capability("RemoveFromSite", "Remove users from a site")]
internal interface ISiteUserRemover
{
    /// <summary>Tells whether the user was there.</summary>
    Task<bool> RemoveFromSiteAsync(string accountId, CancellationToken cancellationToken);
}

/// <summary>Files issues.</summary>
[Capability("CreateIssues", "File Jira issues about users")]
internal interface IIssueCreator
{
    /// <summary>Files an issue, and tells its key.</summary>
    Task<string> CreateIssueAsync(IssueDraft draft, CancellationToken cancellationToken);

    /// <summary>The key of an issue that may have been filed a moment ago; <see langword="null"/> when it is not found.</summary>
    Task<string?> FindIssueAsync(IssueDraft draft, CancellationToken cancellationToken);
}

/// <summary>Revokes the API tokens of managed accounts.</summary>
[Capability("RevokeTokens", "Revoke API tokens of managed accounts")]
internal interface ITokenRevoker
{
    /// <summary>The ids of the account's API tokens; <see langword="null"/> for one whose id is not told.</summary>
    Task<IReadOnlyList<string?>> GetTokenIdsAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Tells whether the token was there.</summary>
    Task<bool> RevokeTokenAsync(string accountId, string tokenId, CancellationToken cancellationToken);
}
