using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Finds the administrators of an organization, of its sites and of its applications. Whether a search by role finds the members of groups that grant the
/// role is not documented, so the groups are read as well. Both lists are short, and are read again after a minute.
/// </summary>
internal sealed class OrganizationAdministrators
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private static readonly IReadOnlyList<string> AdministratorRoles =
    [
        "atlassian/org-admin",
        "atlassian/site-admin",
        "atlassian/admin",
        "atlassian/user-access-admin",
    ];

    private readonly OrganizationConnection _connection;
    private readonly SharedRead<Administrators> _known = new();
    private IReadOnlyList<string> _roles = AdministratorRoles;

    public OrganizationAdministrators(OrganizationConnection connection) => _connection = connection;

    /// <summary>Returns the administrators.</summary>
    /// <exception cref="InvalidInputException">The service does not return who they are.</exception>
    public Task<Administrators> FindAsync(CancellationToken cancellationToken) =>
        _known.GetAsync(ReadAsync, cancellationToken, known => _connection.Clock.UtcNow - known.ReadAt <= MaxAge);

    private async Task<Administrators> ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = _connection.Clock.UtcNow;
        var accounts = await AccountsAsync(cancellationToken).ConfigureAwait(false);
        var groups = await _connection.Queries.AllAsync(new JObject { ["roleIds"] = new JArray(_roles) }, cancellationToken).ConfigureAwait(false);
        return new Administrators(accounts, new HashSet<string>(groups.Select(group => group.Id)), readAt);
    }

    private async Task<HashSet<string>> AccountsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WithRolesAsync(_roles, cancellationToken).ConfigureAwait(false);
        }
        catch (IncompleteListException exception) when (IsRefused(exception))
        {
            return await WithEachRoleAsync(exception, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Searches role by role. A role that the service does not know belongs to no user.</summary>
    private async Task<HashSet<string>> WithEachRoleAsync(IncompleteListException refusal, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>();
        var known = new List<string>();
        foreach (var role in AdministratorRoles)
        {
            try
            {
                found.UnionWith(await WithRolesAsync([role], cancellationToken).ConfigureAwait(false));
                known.Add(role);
            }
            catch (IncompleteListException exception) when (IsRefused(exception))
            {
                refusal = exception;
            }
        }

        if (known.Count == 0)
        {
            throw new InvalidInputException(
                "IncludeAdministrators",
                $"The administrators of '{_connection.Source.Name}' are unknown, so the command cannot protect them. {refusal.Message}",
                "Report the error to Atlassian's support, or use -IncludeAdministrators to act on administrators too."
            );
        }

        _roles = known;
        return found;
    }

    private async Task<HashSet<string>> WithRolesAsync(IReadOnlyList<string> roles, CancellationToken cancellationToken) =>
        new(
            (
                await OrganizationQueries
                    .AllAsync(_connection.Queries.Users(new JObject { ["roleIds"] = new JArray(roles) }, mustBeWhole: true), cancellationToken)
                    .ConfigureAwait(false)
            ).Select(user => user.AccountId)
        );

    private static bool IsRefused(IncompleteListException exception) => ServiceErrors.StatusOf(exception) == 400;
}

/// <summary>The administrators of an organization.</summary>
/// <param name="AccountIds">The accounts that a search by role finds.</param>
/// <param name="GroupIds">The groups whose members are administrators.</param>
/// <param name="ReadAt">When they were read.</param>
internal sealed record Administrators(HashSet<string> AccountIds, HashSet<string> GroupIds, DateTimeOffset ReadAt)
{
    /// <summary>Whether a user is an administrator. The user's groups must be known.</summary>
    public bool Contains(ExternalUser user) =>
        AccountIds.Contains(user.AccountId)
        || user.Groups?.Any(group => GroupIds.Contains(group.Id)) == true
        // Atlassian may add roles, so every role counts that ends like the known ones.
        || user.Roles?.Any(role => role.EndsWith("admin", StringComparison.OrdinalIgnoreCase)) == true;
}
