using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Reads the lists of the organization API (https://developer.atlassian.com/cloud/admin/organization/rest/). It uses the searches, because they replace
/// older lists that Atlassian ends.
/// </summary>
internal sealed class OrganizationQueries
{
    private const string AllDirectories = "-";
    private const int UsersPerPage = 100;
    private const int GroupsPerPage = 50;
    private const int RolesConcurrency = 8;

    private readonly ServiceClient _service;
    private readonly string _source;
    private readonly string _root;

    /// <param name="service">The client of the service.</param>
    /// <param name="source">The name of the source.</param>
    /// <param name="root">The path of the organization's directories.</param>
    public OrganizationQueries(ServiceClient service, string source, string root)
    {
        _service = service;
        _source = source;
        _root = root;
    }

    /// <summary>The name of the source.</summary>
    public string Source => _source;

    /// <summary>POST .../users/search in all directories that the key may manage.</summary>
    public CursorList<ExternalUser> Users(JObject query, string? directory) => Users(AllDirectories, query, directory);

    /// <summary>POST .../users/search in one directory. A user may be suspended in one directory and active in another.</summary>
    public CursorList<ExternalUser> UsersIn(string directoryId, JObject query) => Users(directoryId, query, null);

    private CursorList<ExternalUser> Users(string directoryId, JObject query, string? directory)
    {
        var reader = new OrganizationJsonReader(_source, directory);
        return new(
            $"users of '{_source}'",
            user => user.AccountId,
            (cursor, prefetch, cancellationToken) =>
                _service.SearchAsync(
                    $"{_root}/{Uri.EscapeDataString(directoryId)}/users/search",
                    Query(query, UsersPerPage, cursor),
                    body => Prefetch(body, prefetch),
                    reader.UserPage,
                    cancellationToken
                )
        );
    }

    /// <summary>GET .../users/count with the filters of a search; <see langword="null"/> if the service cannot count these users.</summary>
    public async Task<int?> CountUsersAsync(JObject query, CancellationToken cancellationToken)
    {
        // Only the search supports this filter.
        if (query.ContainsKey("emails"))
        {
            return null;
        }

        var filters = query
            .Properties()
            .Where(property => property.Name is not ("expand" or "sortBy" or "limit"))
            .SelectMany(property =>
                property.Value is JArray values
                    ? values.Select(value => (property.Name, Value: (string)value!))
                    : new[] { (property.Name, Value: property.Value.ToString().ToLowerInvariant()) }
            )
            .Select(filter => filter.Name + "=" + Uri.EscapeDataString(filter.Value));
        var response = await _service.GetAsync(_root + "/-/users/count?" + string.Join("&", filters), false, cancellationToken).ConfigureAwait(false);
        return int.TryParse(JsonText.Text(response, "count"), out var count) ? count : null;
    }

    /// <summary>POST .../groups/search.</summary>
    public CursorList<ExternalGroup> Groups(JObject query)
    {
        var reader = new OrganizationJsonReader(_source);
        return new(
            $"groups of '{_source}'",
            group => group.Id,
            (cursor, prefetch, cancellationToken) =>
                _service.SearchAsync(
                    _root + "/-/groups/search",
                    Query(query, GroupsPerPage, cursor),
                    body => Prefetch(body, prefetch),
                    reader.GroupPage,
                    cancellationToken
                )
        );
    }

    /// <summary>POST .../groups/search for the groups that grant an application.</summary>
    /// <exception cref="InvalidInputException">No group grants the application. The service itself accepts any text as an application.</exception>
    public async Task<IReadOnlyList<ExternalGroup>> GroupsOfApplicationAsync(string application, CancellationToken cancellationToken)
    {
        var groups = await AllAsync(Groups(new JObject { ["resourceOwners"] = new JArray(application.ToLowerInvariant()) }), cancellationToken)
            .ConfigureAwait(false);
        if (groups.Count > 0)
        {
            return groups;
        }

        var all = await GroupsWithApplicationsAsync(new JObject(), RolesConcurrency, cancellationToken).ConfigureAwait(false);
        var granted = all.SelectMany(group => group.Applications!).Distinct(StringComparer.Ordinal).OrderBy(key => key, StringComparer.Ordinal).ToArray();
        throw new InvalidInputException(
            "Application",
            $"No group of '{_source}' grants the application '{application}'. "
                + (granted.Length == 0 ? "The groups grant no applications." : $"The groups grant {string.Join(", ", granted)}."),
            "Specify one of these applications. To find users of an application that no group grants, look at the Activity of the users."
        );
    }

    /// <summary>POST .../groups/search. Each group has the applications that it grants.</summary>
    public async Task<IReadOnlyList<ExternalGroup>> GroupsWithApplicationsAsync(JObject query, int maxConcurrency, CancellationToken cancellationToken)
    {
        query["expand"] = new JArray("counts.resources");
        return await WithApplicationsAsync(await AllAsync(Groups(query), cancellationToken).ConfigureAwait(false), maxConcurrency, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// GET .../groups/{groupId}/role-assignments: returns the groups with the applications that they grant, because no list contains them. A group whose
    /// record says that it grants nothing needs no request. If a role does not name its application, the group may grant more.
    /// </summary>
    public Task<IReadOnlyList<ExternalGroup>> WithApplicationsAsync(
        IReadOnlyList<ExternalGroup> groups,
        int maxConcurrency,
        CancellationToken cancellationToken
    ) =>
        Batch.AllAsync(
            groups,
            maxConcurrency,
            async (group, token) =>
            {
                if (group.Resources == 0)
                {
                    return group with { Applications = Array.Empty<string>() };
                }

                var owners = await OwnersOfRolesAsync(group, token).ConfigureAwait(false);
                return group with { Applications = owners.Where(owner => owner.Length > 0).ToArray(), MayGrantMore = owners.Contains(string.Empty) };
            },
            cancellationToken
        );

    /// <summary>POST .../groups/search for groups by id.</summary>
    public async Task<IReadOnlyList<ExternalGroup>> GroupsByIdAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<ExternalGroup>();
        foreach (var batch in Batch.Of(ids, GroupsPerPage))
        {
            found.AddRange(await AllAsync(Groups(new JObject { ["groupIds"] = new JArray(batch) }), cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>POST .../groups/search for one group, by id and then by name.</summary>
    public async Task<ExternalGroup> FindGroupAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var pattern = TextPattern.Literal(nameOrId);
        foreach (var parameter in new[] { "groupIds", "groupNames" })
        {
            var search = await Result
                .OfAsync(() =>
                    AllAsync(
                        Groups(new JObject { [parameter] = parameter == "groupIds" ? new JArray(nameOrId) : new JArray(pattern.Spellings) }),
                        cancellationToken
                    )
                )
                .ConfigureAwait(false);
            // The service may refuse a name as an id. The next request searches by name.
            if (parameter == "groupIds" && search.Failure is IncompleteListException { InnerException: ServiceStatusException { StatusCode: 400 or 404 } })
            {
                continue;
            }
            // The service may return groups that do not match.
            var found = search.Get().Where(group => group.Id.Equals(nameOrId, StringComparison.OrdinalIgnoreCase) || pattern.Matches(group.Name)).ToArray();
            // Each directory has its own groups, so several groups may have the same name.
            if (found.Length > 1)
            {
                throw new InvalidInputException(
                    "Group",
                    $"'{_source}' has {Invariant.Count(found.Length, "group")} named '{nameOrId}': "
                        + $"{string.Join(", ", found.Select(group => $"{group.Id} in the directory {group.Directory}"))}.",
                    "Specify the id instead of the name."
                );
            }

            if (found.Length == 1)
            {
                return found[0];
            }
        }

        throw new GroupNotFoundException(_source, nameOrId);
    }

    private Task<IReadOnlyList<string>> OwnersOfRolesAsync(ExternalGroup group, CancellationToken cancellationToken)
    {
        var path = $"{_root}/{Uri.EscapeDataString(group.Directory ?? "-")}/groups/{Uri.EscapeDataString(group.Id)}/role-assignments";
        return AllAsync(
            new CursorList<string>(
                $"roles of the group '{group.Name}'",
                owner => owner,
                (cursor, _, token) =>
                    _service.ReadAsync(
                        cursor is null ? path : path + "?cursor=" + Uri.EscapeDataString(cursor),
                        OrganizationJsonReader.ResourceOwnerPage,
                        token
                    )
            ),
            cancellationToken
        );
    }

    /// <summary>GET .../directories.</summary>
    public CursorList<ExternalDirectory> Directories()
    {
        var reader = new OrganizationJsonReader(_source);
        return new(
            $"directories of '{_source}'",
            directory => directory.Id,
            (cursor, _, cancellationToken) =>
                _service.ReadAsync(cursor is null ? _root : _root + "?cursor=" + Uri.EscapeDataString(cursor), reader.DirectoryPage, cancellationToken)
        );
    }

    /// <summary>Returns the directory with the id or, if there is none, the only directory with the name.</summary>
    /// <exception cref="InvalidInputException">No directory or several directories have the name.</exception>
    public static ExternalDirectory Pick(IReadOnlyList<ExternalDirectory> all, string nameOrId, string source)
    {
        if (all.FirstOrDefault(directory => directory.Id == nameOrId) is { } known)
        {
            return known;
        }

        var named = all.Where(directory => directory.Name.Equals(nameOrId, StringComparison.OrdinalIgnoreCase)).ToArray();
        return named.Length switch
        {
            1 => named[0],
            0 => throw new InvalidInputException(
                "Directory",
                $"'{source}' has no directory '{nameOrId}'. It has {string.Join(", ", all.Select(directory => directory.Name))}.",
                "Specify one of these directories."
            ),
            _ => throw new InvalidInputException(
                "Directory",
                $"'{source}' has {Invariant.Text(named.Length)} directories named '{nameOrId}': {string.Join(", ", named.Select(directory => directory.Id))}.",
                "Specify the id instead of the name."
            ),
        };
    }

    /// <summary>Returns a whole list that is short enough to keep.</summary>
    public static async Task<IReadOnlyList<T>> AllAsync<T>(CursorList<T> list, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<T>();
        await list.ReadAsync(
                page =>
                {
                    all.AddRange(page);
                    return Task.CompletedTask;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return all;
    }

    private static void Prefetch(ResponseBuffer body, Action<string> prefetch)
    {
        if (CursorPrefetch.FindNextCursor(body) is { } cursor)
        {
            prefetch(cursor);
        }
    }

    private static JObject Query(JObject query, int limit, string? cursor)
    {
        var page = (JObject)query.DeepClone();
        page["limit"] = limit;
        if (cursor is not null)
        {
            page["cursor"] = cursor;
        }

        return page;
    }
}
