using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Lists users.</summary>
[Capability("ReadUsers", "List and filter users")]
internal interface IUserReader
{
    /// <summary>Reads all users that match the filter.</summary>
    /// <exception cref="IncompleteListException">The list is not complete.</exception>
    Task ReadUsersAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken);
}
