using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Finds the groups that grant applications. A user who leaves all of them loses the access.</summary>
[Capability("RevokeAccess", "Take application access away")]
internal interface IAccessRevoker
{
    /// <summary>Returns the instances that applications and workspaces select.</summary>
    /// <exception cref="InvalidInputException">A workspace does not exist, or is not part of the source.</exception>
    Task<IReadOnlyList<ApplicationSelector>> SelectAsync(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<string> workspaces,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Returns the groups that grant a seat of one of the applications, or of any application if none is named. A site returns all its groups; an organization
    /// returns the groups of the users. The <see cref="ExternalGroup.Applications"/> are <see langword="null"/> if it is unknown what a group grants.
    /// </summary>
    Task<IReadOnlyList<ExternalGroup>> GrantingGroupsAsync(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<UserState> users,
        CancellationToken cancellationToken
    );

    /// <summary>Returns a warning for each application with seats that the source does not show, so that a run cannot take them away.</summary>
    Task<IReadOnlyList<string>> UnseenSeatsAsync(IReadOnlyList<ApplicationSelector> applications, CancellationToken cancellationToken);
}
