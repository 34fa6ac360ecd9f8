using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
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
    private readonly IReadOnlyList<SourceConnection> _organizations;
    private readonly IReadOnlyList<(string Name, ExternalSourceException Error)> _unconnected;
    private readonly ConcurrentDictionary<string, SiteOwners> _owners = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="organizations">The organizations that are connected.</param>
    /// <param name="unconnected">The organizations that could not be connected, with the errors.</param>
    public OrganizationActivity(IReadOnlyList<SourceConnection> organizations, IReadOnlyList<(string Name, ExternalSourceException Error)> unconnected)
    {
        _organizations = organizations;
        _unconnected = unconnected;
    }

    public async Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(
        string? cloudId,
        IReadOnlyList<UserKey> users,
        IReadOnlyList<ApplicationSelector> applications,
        CancellationToken cancellationToken
    )
    {
        if (cloudId is null)
        {
            throw new InvalidInputException(
                "Source",
                "The cloud id of the site cannot be read, so it is unknown to which organization the site belongs.",
                "Run the command again later. Run Test-ExternalSource for the site if the error persists."
            );
        }

        var owners = _owners.TryGetValue(cloudId, out var known)
            ? known
            : _owners[cloudId] = await FindOwnersAsync(cloudId, cancellationToken).ConfigureAwait(false);
        ServiceException? failure = null;
        foreach (var organization in owners.Organizations)
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

        throw (Exception?)failure ?? owners.Missing!;
    }

    private async Task<SiteOwners> FindOwnersAsync(string cloudId, CancellationToken cancellationToken)
    {
        var owners = new List<SourceConnection>();
        var unread = _unconnected.ToList();
        foreach (var organization in _organizations)
        {
            try
            {
                var isOwner = false;
                await organization
                    .Connector.Get<IWorkspaceReader>()
                    .ReadWorkspacesAsync(
                        page =>
                        {
                            isOwner |= page.Any(workspace => workspace.CloudId.Equals(cloudId, StringComparison.OrdinalIgnoreCase));
                            return Task.CompletedTask;
                        },
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (isOwner)
                {
                    owners.Add(organization);
                }
            }
            catch (ExternalSourceException exception)
            {
                unread.Add((organization.Source.Name, exception));
            }
        }

        if (owners.Count > 0)
        {
            return new SiteOwners(owners, null);
        }

        var names = _organizations.Select(organization => organization.Source.Name);
        // What the service does not say is not "no".
        return new SiteOwners(
            owners,
            unread.Count > 0
                ? new InvalidInputException(
                    "Source",
                    $"It is unknown to which organization the site belongs: the workspaces of '{unread[0].Name}' cannot be read. {unread[0].Error.Message}",
                    ServiceErrors.StatusOf(unread[0].Error) == 403
                        ? "Use a key without scopes, or one with the scope read:workspaces:admin. Test-ExternalSource shows what a key can do."
                        : unread[0].Error.Recommendation
                )
                : new InvalidInputException(
                    "Source",
                    $"The site belongs to none of the connected organizations ({string.Join(", ", names)}).",
                    "Connect the organization of the site with New-ExternalSource -Type Access."
                )
        );
    }

    /// <summary>The organizations that hold a site, or why there is none.</summary>
    private sealed record SiteOwners(IReadOnlyList<SourceConnection> Organizations, InvalidInputException? Missing);
}
