using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Session;

/// <summary>Finds the organizations that sites belong to, among the connected ones: those whose workspaces hold the cloud id of the site.</summary>
internal sealed class SiteOwners
{
    private readonly IReadOnlyList<SourceConnection> _organizations;
    private readonly IReadOnlyList<(string Name, ExternalSourceException Error)> _unconnected;
    private readonly ConcurrentDictionary<string, Task<SiteOwner>> _owners = new(StringComparer.OrdinalIgnoreCase);

    private SiteOwners(IReadOnlyList<SourceConnection> organizations, IReadOnlyList<(string Name, ExternalSourceException Error)> unconnected)
    {
        _organizations = organizations;
        _unconnected = unconnected;
    }

    /// <summary>
    /// Opens the organizations among the sources, on the pipeline thread. An organization that cannot be opened matters only if no other one has the site.
    /// </summary>
    public static SiteOwners Open(IEnumerable<ExternalSource> sources, ConnectionPool connections)
    {
        var opened = new List<SourceConnection>();
        var unconnected = new List<(string Name, ExternalSourceException Error)>();
        // Organizations that failed their last check come last, because an old outage says little about now.
        foreach (
            var organization in sources
                .Where(source => ConnectorFactory.CapabilityNames(source.Type).Contains("ReadWorkspaces"))
                .OrderBy(source => source.Status == SourceStatus.Error)
        )
        {
            try
            {
                opened.Add(connections.Open(organization));
            }
            catch (ExternalSourceException exception)
            {
                unconnected.Add((organization.Name, exception));
            }
        }

        return new SiteOwners(opened, unconnected);
    }

    /// <summary>Whether there is no organization among the sources.</summary>
    public bool IsEmpty => _organizations.Count == 0 && _unconnected.Count == 0;

    /// <summary>Returns the organizations that hold a site, or why there is none. The workspaces are read once for all sites.</summary>
    public Task<SiteOwner> FindAsync(string? cloudId, CancellationToken cancellationToken) =>
        cloudId is null
            ? Task.FromResult(
                SiteOwner.Unknown(
                    "The cloud id of the site cannot be read, so it is unknown to which organization the site belongs.",
                    "Run the command again later. Run Test-ExternalSource for the site if the error persists."
                )
            )
            : _owners.GetOrAdd(cloudId, id => ReadAsync(id, cancellationToken));

    /// <summary>The check of a site: which of the connected organizations it belongs to.</summary>
    public async Task<CheckResult> CheckAsync(string? cloudId, CancellationToken cancellationToken)
    {
        if (IsEmpty)
        {
            return CheckResult.Unknown(
                "It is unknown to which organization the site belongs, because no organization is connected.",
                "To use the activity of users and their accounts, connect the organization with New-ExternalSource -Type Access."
            );
        }

        var owner = await FindAsync(cloudId, cancellationToken).ConfigureAwait(false);
        return owner.Organizations.Count > 0
                ? CheckResult.Passed(
                    $"The site belongs to the organization of {string.Join(" and ", owner.Organizations.Select(one => $"'{one.Source.Name}'"))}."
                )
            : owner.IsUnknown ? CheckResult.Unknown(owner.Reason!.Message, owner.Reason.Recommendation)
            : CheckResult.Warning(owner.Reason!.Message + " Filters by activity do not work for it.", owner.Reason.Recommendation);
    }

    private async Task<SiteOwner> ReadAsync(string cloudId, CancellationToken cancellationToken)
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
            return new SiteOwner(owners, null, false);
        }

        // What the service does not say is not "no".
        return unread.Count > 0
            ? SiteOwner.Unknown(
                $"It is unknown to which organization the site belongs: the workspaces of '{unread[0].Name}' cannot be read. {unread[0].Error.Message}",
                ServiceErrors.StatusOf(unread[0].Error) == 403
                    ? "Use a key without scopes, or one with the scope read:workspaces:admin. Test-ExternalSource shows what a key can do."
                    : unread[0].Error.Recommendation
            )
            : new SiteOwner(
                owners,
                new InvalidInputException(
                    "Source",
                    $"The site belongs to none of the connected organizations ({string.Join(", ", _organizations.Select(one => one.Source.Name))}).",
                    "Connect the organization of the site with New-ExternalSource -Type Access."
                ),
                false
            );
    }
}

/// <summary>The organizations that hold a site.</summary>
/// <param name="Organizations">The organizations. Two sources may be connected to the same one.</param>
/// <param name="Reason">Why there is none; <see langword="null"/> if there is one.</param>
/// <param name="IsUnknown">Whether the site may belong to a connected organization nevertheless.</param>
internal sealed record SiteOwner(IReadOnlyList<SourceConnection> Organizations, InvalidInputException? Reason, bool IsUnknown)
{
    public static SiteOwner Unknown(string message, string recommendation) =>
        new(Array.Empty<SourceConnection>(), new InvalidInputException("Source", message, recommendation), true);
}
