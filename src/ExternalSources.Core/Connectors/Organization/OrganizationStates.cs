using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Reads the state of single users of an organization. A search returns the status, the organization's roles and the groups of many users. The state in a
/// directory and the roles in applications take one request for each user.
/// </summary>
internal sealed class OrganizationStates : IUserStates
{
    private readonly OrganizationConnection _connection;
    private readonly OrganizationAdministrators _administrators;
    private readonly OrganizationLookup _lookup;
    private readonly string _source;

    public OrganizationStates(OrganizationConnection connection)
    {
        _connection = connection;
        _administrators = new OrganizationAdministrators(connection);
        _lookup = new OrganizationLookup(connection, "groups", "platformRoles");
        _source = connection.Source.Name;
    }

    /// <summary>Returns <see langword="null"/>, because the key of an organization belongs to no account.</summary>
    public Task<string?> OwnAccountIdAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Counts the users who are in a directory. If the service does not count them, the list is read.</summary>
    public async Task<int> CountPeopleAsync(CancellationToken cancellationToken)
    {
        var query = new JObject { ["membershipStatus"] = new JArray("active", "suspended") };
        var count = await Result.OfAsync(() => _connection.Queries.CountUsersAsync(query, cancellationToken)).ConfigureAwait(false);
        return count.Value ?? await _connection.Queries.Users(query).ReadAsync(static _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
    }

    public async Task<UserLookup> ReadBackAsync(UserKey user, StateNeeds needs, CancellationToken cancellationToken) =>
        (await ReadStatesAsync([user], needs, cancellationToken).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<UserLookup>> ReadStatesAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken)
    {
        OrganizationConnection.RequireDirectories(needs.Groups);
        // Any group may grant an application, so all groups of the users matter.
        needs = needs with { AllGroups = needs.AllGroups || _connection.GrantingGroups is not null };
        var administrators = needs.Administrators ? await _administrators.FindAsync(cancellationToken).ConfigureAwait(false) : null;
        var found = await _lookup.FindAsync(users, needs.MaxConcurrency, cancellationToken).ConfigureAwait(false);
        var unknown = new HashSet<string>(found.Unknown, StringComparer.OrdinalIgnoreCase);
        var known = needs.Groups.Select(group => group.Id).Concat(administrators?.GroupIds ?? []).ToArray();
        var checkedUsers = await _connection.GroupIds.CheckAsync(found.Users, known, cancellationToken).ConfigureAwait(false);
        var ids = checkedUsers.ToLookup(user => user.AccountId, StringComparer.Ordinal);
        var emails = checkedUsers.ToLookup(user => user.Email ?? string.Empty, StringComparer.OrdinalIgnoreCase);
        return await Batch
            .AllAsync(
                users,
                needs.MaxConcurrency,
                async (key, token) =>
                {
                    var matches = key.AccountId is { } id ? ids[id].ToArray() : emails[key.Email!].ToArray();
                    return matches.Length == 0 && unknown.Contains(key.AccountId ?? key.Email!)
                        ? new UserLookup(null, $"The state of '{key}' is unknown, because '{_source}' cannot read the record.", IsUnknown: true)
                        : await FindAsync(key, matches, needs, administrators, token).ConfigureAwait(false);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private async Task<UserLookup> FindAsync(
        UserKey key,
        ExternalUser[] found,
        StateNeeds needs,
        Administrators? administrators,
        CancellationToken cancellationToken
    )
    {
        if (found.Length == 0)
        {
            return new UserLookup(null, $"'{_source}' has no user '{key}'.");
        }

        if (found.Length > 1)
        {
            return new UserLookup(
                null,
                $"'{key}' matches {Invariant.Count(found.Length, "user")} of '{_source}': {string.Join(", ", found.Select(user => user.AccountId))}."
            );
        }

        var user = found[0];
        // A user in no group has an empty list. The groups also show who is an administrator.
        if (user.Groups is null && (needs.AllGroups || needs.Groups.Count > 0 || administrators is { GroupIds.Count: > 0 }))
        {
            return new UserLookup(null, $"'{_source}' does not return the groups of '{key}', or not in a form that can be compared.", IsUnknown: true);
        }

        IReadOnlyList<RoleAssignment>? roles = null;
        if (needs.RolesIn is not null || needs.DirectoryId is not null)
        {
            var read = await Result.OfAsync(() => _connection.Queries.RolesOfUserAsync(user.AccountId, cancellationToken)).ConfigureAwait(false);
            if (read.Failure is { } failure && needs.RolesIn is not null)
            {
                return new UserLookup(null, $"The roles of '{key}' in '{_source}' cannot be read. {failure.Message}", IsUnknown: true);
            }

            roles = read.Value;
        }

        return new UserLookup(
            new UserState
            {
                User = user,
                IsAdministrator = administrators?.Contains(user) == true,
                GroupIds = new HashSet<string>((user.Groups ?? []).Select(group => group.Id), StringComparer.Ordinal),
                Roles = needs.RolesIn is { } applications ? roles!.Where(row => IsIn(row, applications)).ToArray() : null,
                DirectoryStatus = needs.DirectoryId is { } directory
                    ? await StatusInAsync(directory, user, roles, cancellationToken).ConfigureAwait(false)
                    : null,
            },
            null
        );
    }

    /// <summary>Whether roles belong to one of the applications. Roles in an unknown application may.</summary>
    private static bool IsIn(RoleAssignment row, IReadOnlyList<ApplicationSelector> applications) =>
        applications.Count == 0
        || (row.ResourceId is null && row.Application is null)
        || applications.Any(application => application.Matches(row.ResourceId, row.Application) != false);

    /// <summary>
    /// Returns the user's state in a directory; <see langword="null"/> if it is unknown. The roles of a user show it. For a user without roles, the
    /// directories of the user and the status over all of them decide, where they leave one answer.
    /// </summary>
    private async Task<string?> StatusInAsync(string directoryId, ExternalUser user, IReadOnlyList<RoleAssignment>? roles, CancellationToken cancellationToken)
    {
        if (user.HasNoMembership)
        {
            return UserState.NoMembership;
        }

        var shown = (roles ?? [])
            .Where(row => row.DirectoryId == directoryId)
            .Select(row => row.DirectoryStatus)
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        if (shown.Length == 1)
        {
            return shown[0].ToLowerInvariant();
        }

        var read = await Result.OfAsync(() => _connection.Queries.DirectoriesOfUserAsync(user.AccountId, cancellationToken)).ConfigureAwait(false);
        // An empty list may also mean that the key may not see the directories.
        if (read.Value is not { Count: > 0 } directories)
        {
            return null;
        }

        return user.Status.ToLowerInvariant() switch
        {
            _ when directories.All(directory => directory.Id != directoryId) => UserState.NoMembership,
            // Atlassian documents "suspended" as suspended in every directory, and "active" as active in at least one.
            "suspended" => "suspended",
            "active" when directories.All(directory => directory.Id == directoryId) => "active",
            _ => null,
        };
    }
}
