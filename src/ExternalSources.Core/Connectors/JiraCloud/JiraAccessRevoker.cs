using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Finds the groups of a site that grant applications.</summary>
internal sealed class JiraAccessRevoker : IAccessRevoker
{
    private readonly JiraConnection _connection;
    private Tuple<string, IReadOnlyList<ExternalGroup>>? _last;

    public JiraAccessRevoker(JiraConnection connection) => _connection = connection;

    public Task<IReadOnlyList<ApplicationSelector>> SelectAsync(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<string> workspaces,
        CancellationToken cancellationToken
    ) => _connection.SelectAsync(applications, workspaces, cancellationToken);

    public async Task<IReadOnlyList<ExternalGroup>> GrantingGroupsAsync(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<UserState> users,
        CancellationToken cancellationToken
    )
    {
        // The groups are the same for all users of a site, and a run asks again for each batch of users.
        var key = string.Join(",", applications);
        if (_last is { } last && last.Item1 == key)
        {
            return last.Item2;
        }

        var roles = await _connection.Queries.ApplicationRolesAsync(applications, cancellationToken).ConfigureAwait(false);
        var ids = roles.Where(role => applications.Count == 0 || applications.Any(role.IsSelectedBy)).SelectMany(role => role.GroupIds).Distinct().ToArray();
        var groups = (await _connection.Queries.GroupsByIdAsync(ids, cancellationToken).ConfigureAwait(false))
            .GroupBy(group => group.Id, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        var granting = ids.Select(id => groups.TryGetValue(id, out var group) ? group : GroupOfRole(roles, id))
            .Select(group => group with { Applications = ApplicationRole.ApplicationsOf(group, roles) })
            .ToArray();
        _last = Tuple.Create<string, IReadOnlyList<ExternalGroup>>(key, granting);
        return granting;
    }

    public Task<IReadOnlyList<string>> UnseenSeatsAsync(IReadOnlyList<ApplicationSelector> applications, CancellationToken cancellationToken) =>
        JiraSeats.GapsAsync(_connection.Queries, _connection.Source.Name, applications, 4, cancellationToken);

    /// <summary>
    /// Returns a group that the list of groups does not contain. It still grants the application. Its name is required, because exemptions may use it.
    /// </summary>
    private ExternalGroup GroupOfRole(IReadOnlyList<ApplicationRole> roles, string id) =>
        new()
        {
            Source = _connection.Source.Name,
            Id = id,
            Name = roles.SelectMany(role => role.Groups).Where(group => group.Id == id).Select(group => group.Name).FirstOrDefault(name => name is not null)
                ?? throw new UnexpectedResponseException(
                    $"'{_connection.Source.Name}' does not return the name of the group {id}, which grants an application.",
                    "Check the access settings of the application. If the error persists, report it to Atlassian's support."
                ),
        };
}
