using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace ExternalSources;

/// <summary>The state of single users of an organization: one search tells status, roles and groups of many.</summary>
internal sealed class OrganizationStates
{
    private const int ValuesARequest = 50;

    private readonly OrganizationLists _lists;
    private readonly string _source;

    public OrganizationStates(OrganizationLists lists, string source)
    {
        _lists = lists;
        _source = source;
    }

    public async Task<IReadOnlyList<UserLookup>> ReadAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken)
    {
        var byId = await SearchAsync("accountIds", users.Select(user => user.AccountId).OfType<string>(), needs, cancellationToken).ConfigureAwait(false);
        var byEmail = await SearchAsync("emails", users.Where(user => user.AccountId is null).Select(user => user.Email).OfType<string>(), needs, cancellationToken).ConfigureAwait(false);
        var ids = byId.ToLookup(user => user.AccountId, StringComparer.Ordinal);
        var emails = byEmail.ToLookup(user => user.Email ?? string.Empty, StringComparer.OrdinalIgnoreCase);
        return users.Select(key => Find(key, key.AccountId is { } id ? ids[id].ToArray() : emails[key.Email!].ToArray())).ToArray();
    }

    private UserLookup Find(UserKey key, ExternalUser[] found) => found.Length switch
    {
        0 => new UserLookup(null, $"'{_source}' has no user '{key}'."),
        1 => new UserLookup(State(found[0]), null),
        _ => new UserLookup(null, $"'{key}' fits {Invariant.Count(found.Length, "user")} of '{_source}': {string.Join(", ", found.Select(user => user.AccountId))}."),
    };

    private static UserState State(ExternalUser user) => new()
    {
        User = user,
        IsAdministrator = user.Roles?.Any(IsAdministration) == true,
        GroupIds = new HashSet<string>((user.Groups ?? Array.Empty<GroupReference>()).Select(group => group.Id), StringComparer.Ordinal),
    };

    // atlassian/org-admin, atlassian/site-admin, atlassian/admin, atlassian/user-access-admin, and whatever comes of that kind.
    private static bool IsAdministration(string role) => role.EndsWith("admin", StringComparison.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<ExternalUser>> SearchAsync(string member, IEnumerable<string> values, StateNeeds needs, CancellationToken cancellationToken)
    {
        var found = new List<ExternalUser>();
        foreach (var some in Slices.Of(values.Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), ValuesARequest))
        {
            var query = new JObject { [member] = new JArray(some), ["expand"] = new JArray("groups", "platformRoles") };
            if (needs.DirectoryId is { } directory)
                query["directoryIds"] = new JArray(directory);
            await _lists.Users(query, null).ReadAsync(page =>
            {
                found.AddRange(page);
                return Task.CompletedTask;
            }, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }
}
