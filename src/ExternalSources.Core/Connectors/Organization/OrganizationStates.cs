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

/// <summary>Reads the state of single users of an organization. One search returns the status, the roles and the groups of many users.</summary>
internal sealed class OrganizationStates : IUserStates
{
    private const int ValuesPerRequest = 50;

    private static readonly HashSet<string> NoAdministrators = new();

    /// <summary>The roles of administrators. Atlassian's pages write the role of a user access administrator in two ways.</summary>
    private static readonly IReadOnlyList<string> AdministratorRoles = new[]
    {
        "atlassian/org-admin",
        "atlassian/site-admin",
        "atlassian/admin",
        "atlassian/user-access-admin",
        "user-access-admin",
    };

    private readonly OrganizationConnection _connection;
    private readonly string _source;
    private IReadOnlyList<string> _administratorRoles = AdministratorRoles;

    public OrganizationStates(OrganizationConnection connection)
    {
        _connection = connection;
        _source = connection.Source.Name;
    }

    /// <summary>Returns <see langword="null"/>, because the key of an organization belongs to no account.</summary>
    public Task<string?> OwnAccountIdAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<int> CountPeopleAsync(CancellationToken cancellationToken) =>
        await _connection.Queries.CountUsersAsync(new JObject(), cancellationToken).ConfigureAwait(false)
        ?? throw new UnexpectedResponseException("The service does not return the number of users.", "Use -MaxTargets instead of -MaxPercent.");

    public async Task<UserLookup> ReadBackAsync(UserKey user, StateNeeds needs, CancellationToken cancellationToken) =>
        (await ReadStatesAsync(new[] { user }, needs, cancellationToken).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<UserLookup>> ReadStatesAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken)
    {
        OrganizationConnection.RequireDirectories(needs.Groups);
        if (_connection.GrantingGroups is not null)
        {
            // Any group may grant an application, so all groups of the users matter.
            needs = needs with { AllGroups = true };
        }

        var byId = await SearchAsync("accountIds", users.Select(user => user.AccountId).OfType<string>(), needs, cancellationToken).ConfigureAwait(false);
        var byEmail = await SearchAsync(
                "emails",
                users.Where(user => user.AccountId is null).Select(user => user.Email).OfType<string>(),
                needs,
                cancellationToken
            )
            .ConfigureAwait(false);
        var administrators = needs.Administrators
            ? await AdministratorsAsync(byId.Concat(byEmail).Select(user => user.AccountId).ToArray(), needs, cancellationToken).ConfigureAwait(false)
            : NoAdministrators;
        var ids = byId.ToLookup(user => user.AccountId, StringComparer.Ordinal);
        var emails = byEmail.ToLookup(user => user.Email ?? string.Empty, StringComparer.OrdinalIgnoreCase);
        return users.Select(key => Find(key, key.AccountId is { } id ? ids[id].ToArray() : emails[key.Email!].ToArray(), needs, administrators)).ToArray();
    }

    private UserLookup Find(UserKey key, ExternalUser[] found, StateNeeds needs, HashSet<string> administrators) =>
        found.Length switch
        {
            0 => new UserLookup(null, $"'{_source}' has no user '{key}'."),
            // A user in no group has an empty list.
            1 when found[0].Groups is null && (needs.AllGroups || needs.Groups.Count > 0) => new UserLookup(
                null,
                $"'{_source}' does not return the groups of '{key}'.",
                IsUnknown: true
            ),
            1 => new UserLookup(State(found[0], administrators), null),
            _ => new UserLookup(
                null,
                $"'{key}' matches {Invariant.Count(found.Length, "user")} of '{_source}': {string.Join(", ", found.Select(user => user.AccountId))}."
            ),
        };

    private static UserState State(ExternalUser user, HashSet<string> administrators) =>
        new()
        {
            User = user,
            IsAdministrator = user.Roles?.Any(IsAdministration) == true || administrators.Contains(user.AccountId),
            GroupIds = new HashSet<string>((user.Groups ?? Array.Empty<GroupReference>()).Select(group => group.Id), StringComparer.Ordinal),
        };

    // Atlassian may add roles, so every role counts that ends like the known ones.
    private static bool IsAdministration(string role) => role.EndsWith("admin", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the users who have an administrator's role anywhere. The users' own records contain only their roles in the organization.</summary>
    private async Task<HashSet<string>> AdministratorsAsync(IReadOnlyList<string> accountIds, StateNeeds needs, CancellationToken cancellationToken)
    {
        // The administrator of another directory is an administrator too.
        var everywhere = needs with { DirectoryId = null };
        try
        {
            return await WithRolesAsync(accountIds, everywhere, _administratorRoles, cancellationToken).ConfigureAwait(false);
        }
        catch (IncompleteListException exception) when (IsRefused(exception))
        {
            return await WithEachRoleAsync(accountIds, everywhere, exception, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Searches role by role. A role that the service does not know belongs to no user.</summary>
    private async Task<HashSet<string>> WithEachRoleAsync(
        IReadOnlyList<string> accountIds,
        StateNeeds needs,
        IncompleteListException refusal,
        CancellationToken cancellationToken
    )
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var known = new List<string>();
        foreach (var role in AdministratorRoles)
        {
            try
            {
                found.UnionWith(await WithRolesAsync(accountIds, needs, new[] { role }, cancellationToken).ConfigureAwait(false));
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
                $"The administrators of '{_source}' are unknown, so the command cannot protect them. {refusal.Message}",
                "Report the error to Atlassian's support, or use -IncludeAdministrators to act on administrators too."
            );
        }

        _administratorRoles = known;
        return found;
    }

    private async Task<HashSet<string>> WithRolesAsync(
        IReadOnlyList<string> accountIds,
        StateNeeds needs,
        IReadOnlyList<string> roles,
        CancellationToken cancellationToken
    )
    {
        var found = await SearchAsync("accountIds", accountIds, needs, cancellationToken, roles).ConfigureAwait(false);
        return new HashSet<string>(found.Select(user => user.AccountId), StringComparer.Ordinal);
    }

    private static bool IsRefused(IncompleteListException exception) => exception.InnerException is ServiceStatusException { StatusCode: 400 };

    private async Task<IReadOnlyList<ExternalUser>> SearchAsync(
        string member,
        IEnumerable<string> values,
        StateNeeds needs,
        CancellationToken cancellationToken,
        IReadOnlyList<string>? roles = null
    )
    {
        var queries = _connection.Queries;
        var found = new List<ExternalUser>();
        foreach (var batch in Batch.Of(values.Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), ValuesPerRequest))
        {
            var query = new JObject { [member] = new JArray(batch) };
            // A search by role needs only the account ids.
            if (roles is null)
            {
                query["expand"] = new JArray("groups", "platformRoles");
            }
            else
            {
                query["roleIds"] = new JArray(roles);
            }

            var list = needs.DirectoryId is { } directory ? queries.UsersIn(directory, query) : queries.Users(query, null);
            await list.ReadAsync(
                    page =>
                    {
                        found.AddRange(page);
                        return Task.CompletedTask;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        return found;
    }
}
