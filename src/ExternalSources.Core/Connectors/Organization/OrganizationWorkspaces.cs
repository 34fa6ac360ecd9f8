using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Finds the resources of applications: the workspaces of the organization, and the resources that groups grant. Whether both have the same ids is not
/// documented, so a search uses both.
/// </summary>
internal sealed class OrganizationWorkspaces
{
    private readonly OrganizationConnection _connection;
    private readonly SharedRead<Result<IReadOnlyList<ExternalWorkspace>>> _workspaces = new();

    public OrganizationWorkspaces(OrganizationConnection connection) => _connection = connection;

    /// <summary>Returns the workspaces. They are read once for a connection.</summary>
    /// <exception cref="ServiceException">The service does not return them. A key with scopes needs read:workspaces:admin.</exception>
    public async Task<IReadOnlyList<ExternalWorkspace>> AllAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken).ConfigureAwait(false)).Get();

    /// <summary>Returns the instances that applications and workspaces select.</summary>
    /// <exception cref="InvalidInputException">A name means no workspace, or workspaces of several sites.</exception>
    /// <exception cref="ServiceException">The service does not return the workspaces.</exception>
    public async Task<IReadOnlyList<ApplicationSelector>> SelectAsync(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<string> workspaces,
        CancellationToken cancellationToken
    ) =>
        workspaces.Count == 0
            ? applications
            : WorkspaceSelection.InOrganization(applications, workspaces, await AllAsync(cancellationToken).ConfigureAwait(false), _connection.Source.Name);

    /// <summary>Returns the applications, with the resources and groups that belong to them.</summary>
    /// <exception cref="InvalidInputException">The organization does not have one of the applications.</exception>
    public async Task<SeatSearch> FindAsync(IReadOnlyList<ApplicationSelector> applications, int maxConcurrency, CancellationToken cancellationToken)
    {
        var workspaces = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var groups = await Batch.AllAsync(applications, maxConcurrency, _connection.Queries.GroupsOfApplicationAsync, cancellationToken).ConfigureAwait(false);
        var resources = new List<string>();
        var granting = new HashSet<string>();
        foreach (var (application, granted) in applications.Zip(groups, (application, granted) => (application, granted)))
        {
            var found = ResourcesOf(application, workspaces.Value, granted).ToArray();
            if (found.Length == 0)
            {
                throw await MissingAsync(application, workspaces, cancellationToken).ConfigureAwait(false);
            }

            resources.AddRange(found);
            granting.UnionWith(granted.Where(group => application.IsGrantedBy(group)).Select(group => group.Id));
        }

        return new SeatSearch(applications, resources.Distinct().ToArray(), granting) { Unread = workspaces.Failure };
    }

    private static IEnumerable<string> ResourcesOf(
        ApplicationSelector application,
        IReadOnlyList<ExternalWorkspace>? workspaces,
        IReadOnlyList<ExternalGroup> groups
    ) =>
        (workspaces ?? [])
            // A sandbox has its own users. It counts only if it is meant by its id.
            .Where(workspace => workspace.IsApplication && (application.CloudId is not null || workspace.Sandbox != true))
            .Where(workspace => application.Matches(workspace.Id, workspace.Type) == true)
            .Select(workspace => workspace.Id)
            .Concat(
                groups
                    .SelectMany(group => group.Grants ?? [])
                    .Where(grant => grant.ResourceId is not null && application.Matches(grant.ResourceId, grant.Application) == true)
                    .Select(grant => grant.ResourceId!)
            )
            .Distinct();

    private async Task<InvalidInputException> MissingAsync(
        ApplicationSelector application,
        Result<IReadOnlyList<ExternalWorkspace>> workspaces,
        CancellationToken cancellationToken
    )
    {
        var source = _connection.Source.Name;
        if (workspaces.Value is { } all)
        {
            var keys = all.Where(workspace => workspace.IsApplication).Select(workspace => workspace.Type).Distinct().OrderBy(key => key).ToArray();
            return new InvalidInputException(
                "Application",
                $"'{source}' has no application '{application.Key}'. " + (keys.Length == 0 ? "It has no applications." : $"It has {string.Join(", ", keys)}."),
                "Specify one of these applications."
            );
        }

        var groups = await _connection.Queries.GroupsWithApplicationsAsync([], 8, cancellationToken).ConfigureAwait(false);
        var granted = groups.SelectMany(group => group.Applications!).Distinct().OrderBy(key => key).ToArray();
        return new InvalidInputException(
            "Application",
            $"No group of '{source}' grants the application '{application.Key}', and the service does not return the workspaces of the organization. "
                + (granted.Length == 0 ? "The groups grant no applications." : $"The groups grant {string.Join(", ", granted)}."),
            "Specify one of these applications, or use a key that can read workspaces: a key without scopes, or one with the scope read:workspaces:admin."
        );
    }

    private Task<Result<IReadOnlyList<ExternalWorkspace>>> ReadAsync(CancellationToken cancellationToken) =>
        _workspaces.GetAsync(
            token => Result.OfAsync(() => OrganizationQueries.AllAsync(_connection.Queries.Workspaces(), token)),
            cancellationToken,
            // A key without the right does not get it later. Any other failure may pass, so the next command tries again.
            read => read.Failure is null || ServiceErrors.StatusOf(read.Failure) == 403
        );
}

/// <summary>Where to look for the seats of applications.</summary>
/// <param name="Applications">The applications.</param>
/// <param name="ResourceIds">The ARIs of their instances.</param>
/// <param name="GroupIds">The groups that grant a seat of them.</param>
internal sealed record SeatSearch(IReadOnlyList<ApplicationSelector> Applications, IReadOnlyList<string> ResourceIds, HashSet<string> GroupIds)
{
    /// <summary>Why the workspaces could not be read. Then the search does not find the seats of instances that no group grants.</summary>
    public ServiceException? Unread { get; init; }

    /// <summary>Whether roles contain a seat of one of the applications.</summary>
    public bool IsHeldIn(IEnumerable<RoleAssignment> roles, bool withUnbilled) =>
        roles.Any(row =>
            Applications.Any(application => application.Matches(row.ResourceId, row.Application) == true)
            && row.Roles.Any(role => withUnbilled || role.Billable == true)
        );
}
