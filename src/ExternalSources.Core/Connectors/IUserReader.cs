using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Lists users.</summary>
[Capability("ReadUsers", "List and filter users")]
internal interface IUserReader
{
    /// <summary>Reads the users that fit: all of them, or it throws.</summary>
    /// <exception cref="IncompleteListException">The list could not be read to its end.</exception>
    Task ReadUsersAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken);
}

/// <summary>Lists groups and their members.</summary>
[Capability("ReadGroups", "List groups and their members")]
internal interface IGroupReader
{
    /// <summary>Reads the groups that fit: all of them, or it throws.</summary>
    Task ReadGroupsAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken);
}

/// <summary>Lists the directories of an organization.</summary>
[Capability("ReadDirectories", "List the directories of an organization")]
internal interface IDirectoryReader
{
    Task ReadDirectoriesAsync(Func<IReadOnlyList<ExternalDirectory>, Task> writeAsync, CancellationToken cancellationToken);
}

/// <summary>Knows when accounts were last active.</summary>
[Capability("ReadActivity", "Read when users were last active in each application")]
internal interface IActivityReader
{
    /// <summary>The accounts among these that it covers, by account id.</summary>
    Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(IReadOnlyList<string> accountIds, CancellationToken cancellationToken);
}
