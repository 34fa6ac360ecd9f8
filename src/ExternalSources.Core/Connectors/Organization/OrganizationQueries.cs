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
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Reads the lists of the organization API (https://developer.atlassian.com/cloud/admin/organization/rest/). It uses the searches, because they replace
/// older lists that Atlassian ends.
/// </summary>
internal sealed class OrganizationQueries
{
    private const string AllDirectories = "-";
    private const int RowsPerPage = 100;
    private const int WorkspacesPerPage = 1000;
    private const int RolesConcurrency = 8;

    private readonly ServiceClient _service;
    private readonly string _source;
    private readonly string _organization;
    private readonly string _root;

    /// <param name="service">The client of the service.</param>
    /// <param name="source">The name of the source.</param>
    /// <param name="organization">The path of the organization.</param>
    public OrganizationQueries(ServiceClient service, string source, string organization)
    {
        _service = service;
        _source = source;
        _organization = organization;
        _root = organization + "/directories";
    }

    /// <summary>The name of the source.</summary>
    public string Source => _source;

    /// <summary>POST .../users/search in all directories that the key may manage.</summary>
    /// <param name="query">The search. It keeps to the <see cref="SearchLimits"/>.</param>
    /// <param name="directory">The name of the directory that the search is limited to, if any.</param>
    /// <param name="mustBeWhole">Whether a record that the service could not read is an error.</param>
    public CursorList<ExternalUser> Users(JObject query, string? directory = null, bool mustBeWhole = false)
    {
        SearchLimits.Users.Check(query);
        var reader = new OrganizationJsonReader(_source, directory);
        return new(
            $"users of '{_source}'",
            user => user.AccountId,
            (cursor, prefetch, cancellationToken) =>
                _service.SearchAsync(
                    $"{_root}/{AllDirectories}/users/search",
                    Query(query, SearchLimits.Users.PageSize, cursor),
                    body => Prefetch(body, prefetch),
                    reader.UserPage,
                    cancellationToken
                )
        )
        {
            AllowsUnreadable = !mustBeWhole,
        };
    }

    /// <summary>
    /// GET .../users/count with the filters of a search; <see langword="null"/> if the service cannot count these users. Without directories, the count may
    /// include managed accounts that are in no directory and that a search does not find.
    /// </summary>
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
        var path = _root + "/-/users/count?" + string.Join("&", filters);
        if (!RequestLine.Fits(path))
        {
            return null;
        }

        var response = await _service.GetAsync(path, false, cancellationToken).ConfigureAwait(false);
        return int.TryParse(JsonText.Text(response, "count"), out var count) ? count : null;
    }

    /// <summary>POST .../groups/search. The search keeps to the <see cref="SearchLimits"/>.</summary>
    public CursorList<ExternalGroup> Groups(JObject query)
    {
        SearchLimits.Groups.Check(query);
        var reader = new OrganizationJsonReader(_source);
        return new(
            $"groups of '{_source}'",
            group => group.Id,
            (cursor, prefetch, cancellationToken) =>
                _service.SearchAsync(
                    _root + "/-/groups/search",
                    Query(query, SearchLimits.Groups.PageSize, cursor),
                    body => Prefetch(body, prefetch),
                    reader.GroupPage,
                    cancellationToken
                )
        )
        {
            // A group that does not exist may be such a record.
            AllowsUnreadable = query.ContainsKey("groupIds") || query.ContainsKey("groupNames"),
        };
    }

    /// <summary>
    /// POST .../groups/search for the groups that grant a seat of an application, with their roles. The list is empty if no group grants it: the service
    /// accepts any text as an application.
    /// </summary>
    public async Task<IReadOnlyList<ExternalGroup>> GroupsOfApplicationAsync(ApplicationSelector application, CancellationToken cancellationToken)
    {
        var groups = await GroupsWithApplicationsAsync(
                new JObject { ["resourceOwners"] = new JArray(ApplicationKeys.NamesOf(application.Key)) },
                RolesConcurrency,
                cancellationToken
            )
            .ConfigureAwait(false);
        // A group whose roles the service does not return may grant a seat.
        return groups.Where(group => group.MayGrantMore || application.IsGrantedBy(group)).ToArray();
    }

    /// <summary>POST .../groups/search. Each group has the roles that it grants.</summary>
    public async Task<IReadOnlyList<ExternalGroup>> GroupsWithApplicationsAsync(JObject query, int maxConcurrency, CancellationToken cancellationToken)
    {
        query["expand"] = new JArray("counts.resources");
        return await WithApplicationsAsync(await AllAsync(query, cancellationToken).ConfigureAwait(false), maxConcurrency, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// GET .../groups/{groupId}/role-assignments: returns the groups with the roles that they grant, because no list contains them. A group whose record
    /// says that it grants nothing needs no request. If a role does not name its application, the group may grant more.
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
                group.Resources == 0 ? WithRoles(group, Array.Empty<GroupRoles>()) : WithRoles(group, await RolesOfAsync(group, token).ConfigureAwait(false)),
            cancellationToken
        );

    private static ExternalGroup WithRoles(ExternalGroup group, IReadOnlyList<GroupRoles> roles)
    {
        var grants = roles
            .SelectMany(resource =>
                resource.Roles.Select(role => new RoleGrant
                {
                    Application = resource.Application,
                    ResourceId = resource.ResourceId,
                    Role = role,
                })
            )
            .ToArray();
        return group with
        {
            Grants = grants,
            Applications = grants.Where(grant => grant.Billable == true).Select(grant => grant.Application).OfType<string>().Distinct().ToArray(),
            MayGrantMore = roles.Any(resource => resource.Application is null || resource.Roles.Count == 0),
        };
    }

    /// <summary>POST .../groups/search for groups by id.</summary>
    public Task<IReadOnlyList<ExternalGroup>> GroupsByIdAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? Task.FromResult<IReadOnlyList<ExternalGroup>>(Array.Empty<ExternalGroup>())
            : AllAsync(new JObject { ["groupIds"] = new JArray(ids.Distinct(StringComparer.Ordinal)) }, cancellationToken);

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
            if (parameter == "groupIds" && ServiceErrors.StatusOf(search.Failure) is 400 or 404)
            {
                continue;
            }
            // The service may return groups that do not match.
            var found = search
                .Get()
                .Where(group => group.Id.Equals(Ari.LastSegment(nameOrId), StringComparison.OrdinalIgnoreCase) || pattern.Matches(group.Name))
                .ToArray();
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

    private Task<IReadOnlyList<GroupRoles>> RolesOfAsync(ExternalGroup group, CancellationToken cancellationToken) =>
        AllAsync(
            Assignments(
                $"roles of the group '{group.Name}'",
                $"{_root}/{Uri.EscapeDataString(group.Directory ?? AllDirectories)}/groups/{Uri.EscapeDataString(group.Id)}/role-assignments",
                OrganizationJsonReader.GroupRolesPage,
                row => string.Join("\n", row.Roles.Prepend(row.Application).Prepend(row.ResourceId))
            ),
            cancellationToken
        );

    /// <summary>GET .../users/{accountId}/role-assignments: the roles of a user in all directories, and how the user holds them.</summary>
    public Task<IReadOnlyList<RoleAssignment>> RolesOfUserAsync(string accountId, CancellationToken cancellationToken) =>
        AllAsync(
            Assignments(
                $"roles of the user {accountId}",
                $"{_root}/{AllDirectories}/users/{Uri.EscapeDataString(accountId)}/role-assignments",
                OrganizationJsonReader.RoleAssignmentPage,
                row => row.Identity
            ),
            cancellationToken
        );

    private CursorList<T> Assignments<T>(string what, string path, Func<JsonTextReader, CursorPage<T>> read, Func<T, string> id)
        where T : class =>
        new(what, id, (cursor, _, token) =>
            _service.ReadAsync($"{path}?limit={RowsPerPage}" + (cursor is null ? string.Empty : "&cursor=" + Uri.EscapeDataString(cursor)), read, token)
        );

    /// <summary>GET .../directories?accountId=: the directories that a user is in.</summary>
    public Task<IReadOnlyList<ExternalDirectory>> DirectoriesOfUserAsync(string accountId, CancellationToken cancellationToken) =>
        AllAsync(Directories("accountId=" + Uri.EscapeDataString(accountId)), cancellationToken);

    /// <summary>POST .../workspaces: the workspaces of all sites. A request with a cursor has no other member.</summary>
    public CursorList<ExternalWorkspace> Workspaces()
    {
        var reader = new OrganizationJsonReader(_source);
        return new(
            $"workspaces of '{_source}'",
            workspace => workspace.Id,
            (cursor, _, cancellationToken) =>
                _service.SearchAsync(
                    _organization + "/workspaces",
                    cursor is null ? new JObject { ["limit"] = WorkspacesPerPage } : new JObject { ["cursor"] = OrganizationClient.Cursor(cursor) },
                    null,
                    reader.WorkspacePage,
                    cancellationToken
                )
        );
    }

    /// <summary>GET .../directories.</summary>
    /// <param name="filter">A parameter of the query, if any.</param>
    public CursorList<ExternalDirectory> Directories(string? filter = null)
    {
        var reader = new OrganizationJsonReader(_source);
        return new(
            $"directories of '{_source}'",
            directory => directory.Id,
            (cursor, _, cancellationToken) =>
                _service.ReadAsync(
                    $"{_root}?limit={RowsPerPage}"
                        + (filter is null ? string.Empty : "&" + filter)
                        + (cursor is null ? string.Empty : "&cursor=" + Uri.EscapeDataString(cursor)),
                    reader.DirectoryPage,
                    cancellationToken
                )
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

    /// <summary>Returns the groups of a search that may have more values than the service accepts in one search.</summary>
    public async Task<IReadOnlyList<ExternalGroup>> AllAsync(JObject query, CancellationToken cancellationToken)
    {
        var found = new List<ExternalGroup>();
        foreach (var part in SearchLimits.Groups.Split(query))
        {
            found.AddRange(await AllAsync(Groups(part), cancellationToken).ConfigureAwait(false));
        }

        return found;
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
