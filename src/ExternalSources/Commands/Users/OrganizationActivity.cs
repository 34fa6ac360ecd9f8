using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using ExternalSources.Session;

namespace ExternalSources.Commands.Users;

/// <summary>
/// Reads the activity of a site's users from the organization whose workspaces hold the site's cloud id. Another organization may know the same accounts as
/// guests, and its activity says nothing about the site.
/// </summary>
internal sealed class OrganizationActivity : ISiteActivity
{
    private readonly SiteOwners _owners;

    public OrganizationActivity(SiteOwners owners) => _owners = owners;

    public async Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(
        string? cloudId,
        IReadOnlyList<UserKey> users,
        IReadOnlyList<ApplicationSelector> applications,
        CancellationToken cancellationToken
    )
    {
        var owner = await _owners.FindAsync(cloudId, cancellationToken).ConfigureAwait(false);
        ServiceException? failure = null;
        foreach (var organization in owner.Organizations)
        {
            try
            {
                return await organization.Connector.Get<IActivityReader>().ReadActivityAsync(users, applications, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceException exception)
            {
                // Another source may be connected to the same organization with another key.
                failure = new IncompleteListException(
                    $"The last activity of users could not be read from '{organization.Source.Name}'. {exception.Message}",
                    exception.Recommendation,
                    0,
                    exception
                );
            }
        }

        throw (Exception?)failure ?? owner.Reason!;
    }
}
