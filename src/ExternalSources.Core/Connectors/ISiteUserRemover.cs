using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors;

/// <summary>Removes users from a site.</summary>
[Capability("RemoveFromSite", "Remove users from a site")]
internal interface ISiteUserRemover
{
    /// <summary>Returns <see langword="false"/> if the user is not on the site.</summary>
    Task<bool> RemoveFromSiteAsync(string accountId, CancellationToken cancellationToken);
}
