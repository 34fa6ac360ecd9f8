using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Connectors;

/// <summary>Changes the access of users to a directory.</summary>
[Capability("ManageDirectoryAccess", "Suspend and restore users' access to a directory, and remove users from it")]
internal interface IDirectoryAccess
{
    /// <summary>Returns the directory of this name or id; the only directory if none is named.</summary>
    Task<ExternalDirectory> FindDirectoryAsync(string? nameOrId, CancellationToken cancellationToken);

    Task SuspendAsync(string directoryId, string accountId, CancellationToken cancellationToken);

    Task ResumeAsync(string directoryId, string accountId, CancellationToken cancellationToken);

    /// <summary>Returns <see langword="false"/> if the user is not in the directory.</summary>
    Task<bool> RemoveFromDirectoryAsync(string directoryId, string accountId, CancellationToken cancellationToken);
}
