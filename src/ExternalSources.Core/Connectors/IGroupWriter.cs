using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Connectors;

/// <summary>Changes the members of groups.</summary>
[Capability("ChangeGroupMembers", "Add users to groups and remove them")]
internal interface IGroupWriter
{
    Task<ExternalGroup> FindGroupAsync(string nameOrId, CancellationToken cancellationToken);

    /// <summary>Returns <see langword="false"/> if the user already is a member.</summary>
    Task<bool> AddMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken);

    /// <summary>Returns <see langword="false"/> if the user is not a member.</summary>
    Task<bool> RemoveMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken);
}
