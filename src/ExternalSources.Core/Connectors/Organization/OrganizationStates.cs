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

/// <summary>The state of single users of an organization: one search tells status, roles and groups of many.</summary>
internal sealed class OrganizationStates
{
    private const int ValuesARequest = 50;

    private static readonly HashSet<string> Nobody = new();

    /// <summary>Administrators of the organization, of a site, of an application, and of who may use one, whose role Atlassian's pages write in both ways.</summary>
    private static readonly IReadOnlyList<string> AdministratorRoles = new[]
    {
        "atlassian/org-admin",
        "atlassian/site-admin",
        "atlassian/admin",
        "atlassian/user-access-admin",
        "user-access-admin",
    };

    private readonly OrganizationQueries _queries;
    private readonly string _source;
    private IReadOnlyList<string> _administratorRoles = AdministratorRoles;

    public OrganizationStates(OrganizationQueries queries, string source)
    {
        _queries = queries;
        _source = source;
    }

    public async Task<IReadOnlyList<UserLookup>> ReadAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken)
    {
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
            : Nobody;
        var ids = byId.ToLookup(user => user.AccountId, StringComparer.Ordinal);
        var emails = byEmail.ToLookup(user => user.Email ?? string.Empty, StringComparer.OrdinalIgnoreCase);
        return users.Select(key => Find(key, key.AccountId is { } id ? ids[id].ToArray() : emails[key.Email!].ToArray(), needs, administrators)).ToArray();
    }

    private UserLookup Find(UserKey key, ExternalUser[] found, StateNeeds needs, HashSet<string> administrators) =>
        found.Length switch
        {
            0 => new UserLookup(null, $"'{_source}' has no user '{key}'."),
            // Who is in no group has an empty list of them.
            1 when found[0].Groups is null && (needs.AllGroups || needs.Groups.Count > 0) => new UserLookup(
                null,
                $"'{_source}' does not tell the groups of '{key}'.",
                IsUnknown: true
            ),
            1 => new UserLookup(State(found[0], administrators), null),
            _ => new UserLookup(
                null,
                $"'{key}' fits {Invariant.Count(found.Length, "user")} of '{_source}': {string.Join(", ", found.Select(user => user.AccountId))}."
            ),
        };

    private static UserState State(ExternalUser user, HashSet<string> administrators) =>
        new()
        {
            User = user,
            IsAdministrator = user.Roles?.Any(IsAdministration) == true || administrators.Contains(user.AccountId),
            GroupIds = new HashSet<string>((user.Groups ?? Array.Empty<GroupReference>()).Select(group => group.Id), StringComparer.Ordinal),
        };

    // atlassian/org-admin, atlassian/site-admin, atlassian/admin, atlassian/user-access-admin, and whatever comes of that kind.
    private static bool IsAdministration(string role) => role.EndsWith("admin", StringComparison.OrdinalIgnoreCase);

    /// <summary>Those of the users who have an administrator's role anywhere: the users' own rows tell the roles in the organization only.</summary>
    private async Task<HashSet<string>> AdministratorsAsync(IReadOnlyList<string> accountIds, StateNeeds needs, CancellationToken cancellationToken)
    {
        // Who administers another directory is an administrator too.
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

    /// <summary>The same role by role: one that the service does not know nobody has.</summary>
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
                $"Who administers '{_source}' could not be found out, so nobody could be kept safe. {refusal.Message}",
                "Report this; or act on administrators too with -IncludeAdministrators."
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
        var found = new List<ExternalUser>();
        foreach (var some in Batch.Of(values.Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), ValuesARequest))
        {
            var query = new JObject { [member] = new JArray(some) };
            // Who has a role is all that is asked then: the rows themselves are known.
            if (roles is null)
            {
                query["expand"] = new JArray("groups", "platformRoles");
            }
            else
            {
                query["roleIds"] = new JArray(roles);
            }

            var list = needs.DirectoryId is { } directory ? _queries.UsersIn(directory, query) : _queries.Users(query, null);
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
