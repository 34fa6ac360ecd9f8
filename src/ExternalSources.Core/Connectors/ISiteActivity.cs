using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Reads when the users of a site were last active, from the organization that the site belongs to.</summary>
internal interface ISiteActivity
{
    /// <summary>Returns the accounts that the organization has, by account id.</summary>
    /// <param name="cloudId">The site's cloud id; <see langword="null"/> if it is unknown.</param>
    /// <param name="users">The accounts. A known e-mail address saves requests.</param>
    /// <param name="applications">The instances whose activity matters.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="InvalidInputException">The site belongs to no connected organization, or it is unknown to which.</exception>
    /// <exception cref="IncompleteListException">The organization does not return the activity.</exception>
    Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(
        string? cloudId,
        IReadOnlyList<UserKey> users,
        IReadOnlyList<ApplicationSelector> applications,
        CancellationToken cancellationToken
    );
}
