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

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>
/// Reads the users, groups and application roles of a site
/// (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/, .../api-group-groups/).
/// </summary>
internal sealed class JiraQueries
{
    public const int MembersPerPage = 50;

    private const int UsersPerPage = 1000;
    private const int GroupsPerPage = 50;
    private const int MaxAccountId = 128;
    private const int IdsPerRequest = 100;

    private readonly JiraConnection _connection;
    private readonly JiraJsonReader _reader;
    private readonly string _source;

    public JiraQueries(JiraConnection connection)
    {
        _connection = connection;
        _source = connection.Source.Name;
        _reader = new JiraJsonReader(_source);
    }

    /// <summary>GET /rest/api/3/users/search: all users, with inactive accounts, apps and portal customers.</summary>
    public OffsetList<ExternalUser> Users(int maxConcurrency) =>
        new(
            $"users of '{_source}'",
            UsersPerPage,
            maxConcurrency,
            user => user.AccountId,
            async (start, count, cancellationToken) =>
                new OffsetPage<ExternalUser>(
                    await ReadAsync(
                            $"rest/api/3/users/search?startAt={Invariant.Text(start)}&maxResults={Invariant.Text(count)}",
                            _reader.Users,
                            cancellationToken
                        )
                        .ConfigureAwait(false)
                )
        );

    /// <summary>GET /rest/api/3/group/member: the members of a group, with inactive accounts.</summary>
    public OffsetList<ExternalUser> Members(string groupId, int maxConcurrency, Action<int>? expect = null) =>
        new(
            $"members of the group {groupId} of '{_source}'",
            MembersPerPage,
            maxConcurrency,
            user => user.AccountId,
            async (start, count, cancellationToken) =>
            {
                var page = await ReadAsync(
                        $"rest/api/3/group/member?groupId={Uri.EscapeDataString(groupId)}&includeInactiveUsers=true"
                            + $"&startAt={Invariant.Text(start)}&maxResults={Invariant.Text(count)}",
                        _reader.UserPage,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (start == 0 && page.Total is { } total)
                {
                    expect?.Invoke(total);
                }

                return page;
            }
        );

    /// <summary>GET /rest/api/3/group/member with one row: the number of members.</summary>
    public async Task<int?> CountMembersAsync(string groupId, bool withInactive, CancellationToken cancellationToken) =>
        (
            await ReadAsync(
                    $"rest/api/3/group/member?groupId={Uri.EscapeDataString(groupId)}&includeInactiveUsers={(withInactive ? "true" : "false")}"
                        + "&startAt=0&maxResults=1",
                    _reader.UserPage,
                    cancellationToken
                )
                .ConfigureAwait(false)
        ).Total;

    /// <summary>GET /rest/api/3/group/bulk: all groups.</summary>
    public OffsetList<ExternalGroup> Groups(int maxConcurrency) =>
        new(
            $"groups of '{_source}'",
            GroupsPerPage,
            maxConcurrency,
            group => group.Id,
            (start, count, cancellationToken) =>
                ReadAsync($"rest/api/3/group/bulk?startAt={Invariant.Text(start)}&maxResults={Invariant.Text(count)}", _reader.GroupPage, cancellationToken)
        );

    /// <summary>GET /rest/api/3/group/bulk for one group: by id, then by name.</summary>
    public async Task<ExternalGroup> FindGroupAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var pattern = TextPattern.Literal(nameOrId);
        foreach (var parameter in new[] { "groupId", "groupName" })
        {
            var search = await Result
                .OfAsync(() => GroupsByAsync(parameter, parameter == "groupId" ? new[] { nameOrId } : pattern.Spellings.ToArray(), cancellationToken))
                .ConfigureAwait(false);
            // Jira refuses an id of the wrong form. The next request searches by name.
            if (search.Failure is ServiceStatusException { StatusCode: 400 or 404 })
            {
                continue;
            }

            if (search.Get().FirstOrDefault(group => group.Id == nameOrId || pattern.Matches(group.Name)) is { } found)
            {
                return found;
            }
        }

        throw new GroupNotFoundException(_source, nameOrId);
    }

    /// <summary>GET /rest/api/3/group/bulk for groups by id.</summary>
    public Task<IReadOnlyList<ExternalGroup>> GroupsByIdAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        GroupsByAsync("groupId", ids, cancellationToken);

    /// <summary>GET /rest/api/3/group/bulk for groups by name.</summary>
    public Task<IReadOnlyList<ExternalGroup>> GroupsByNameAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        GroupsByAsync("groupName", names, cancellationToken);

    private async Task<IReadOnlyList<ExternalGroup>> GroupsByAsync(string parameter, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        var found = new List<ExternalGroup>();
        foreach (var batch in RequestLine.Split(parameter, values, GroupsPerPage))
        {
            var query = string.Join("&", batch.Select(value => parameter + "=" + Uri.EscapeDataString(value)));
            OffsetPage<ExternalGroup> page;
            var start = 0;
            do
            {
                page = await ReadAsync(
                        $"rest/api/3/group/bulk?startAt={Invariant.Text(start)}&maxResults={Invariant.Text(GroupsPerPage)}&{query}",
                        _reader.GroupPage,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                found.AddRange(page.Rows.OfType<ExternalGroup>());
                start += page.Rows.Count;
            } while (page.Rows.Count > 0 && page.SaysMore(start - page.Rows.Count));
        }

        return found;
    }

    /// <summary>GET /rest/api/3/group/bulk by access type: the groups of the administrators of the site (site-admin) or of an application (admin).</summary>
    public async Task<IReadOnlyList<ExternalGroup>> GroupsOfAccessTypeAsync(string accessType, CancellationToken cancellationToken)
    {
        var found = new List<ExternalGroup>();
        await new OffsetList<ExternalGroup>(
            $"administrators' groups of '{_source}'",
            GroupsPerPage,
            1,
            group => group.Id,
            (start, count, token) =>
                ReadAsync(
                    $"rest/api/3/group/bulk?accessType={accessType}&startAt={Invariant.Text(start)}&maxResults={Invariant.Text(count)}",
                    _reader.GroupPage,
                    token
                )
        )
            .ReadWholeAsync(
                page =>
                {
                    found.AddRange(page);
                    return Task.CompletedTask;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return found;
    }

    /// <summary>GET /rest/api/3/user/groups: a user's groups; <see langword="null"/> if one has no id, because it may be any group.</summary>
    public async Task<IReadOnlyList<ExternalGroup>?> GroupsOfUserAsync(string accountId, CancellationToken cancellationToken)
    {
        var groups = await ReadAsync("rest/api/3/user/groups?accountId=" + Uri.EscapeDataString(accountId), _reader.GroupList, cancellationToken)
            .ConfigureAwait(false);
        return groups.Contains(null) ? null : groups.OfType<ExternalGroup>().ToArray();
    }

    /// <summary>GET /rest/api/3/user/search: the users with exactly this address. The search does not find hidden addresses.</summary>
    /// <returns>The users; <see langword="null"/> if there is none, and the response has a record that Jira cannot read.</returns>
    public async Task<IReadOnlyList<ExternalUser>?> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
                $"rest/api/3/user/search?query={Uri.EscapeDataString(email)}&maxResults={Invariant.Text(IdsPerRequest)}",
                _reader.Users,
                cancellationToken
            )
            .ConfigureAwait(false);
        var users = found.OfType<ExternalUser>().Where(user => string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase)).ToArray();
        return users.Length == 0 && found.Contains(null) ? null : users;
    }

    /// <summary>
    /// GET /rest/api/3/user/bulk: the accounts of these ids, and the ids whose state is unknown. An id is unknown if it has no account in the response, and
    /// the response has a record that Jira cannot read.
    /// </summary>
    /// <exception cref="IncompleteListException">Jira cannot read several records and returns no account.</exception>
    public async Task<(IReadOnlyList<ExternalUser> Users, ISet<string> Unknown)> UsersByIdAsync(
        IReadOnlyList<string> accountIds,
        int maxConcurrency,
        CancellationToken cancellationToken
    )
    {
        var results = await Batch
            .AllAsync(
                Requests(accountIds).ToArray(),
                maxConcurrency,
                async (batch, token) =>
                {
                    var unreadable = 0;
                    var users = await UsersOfRequestAsync(batch, count => unreadable = count, token).ConfigureAwait(false);
                    return (
                        Users: users,
                        Unreadable: unreadable,
                        Unknown: unreadable == 0 ? Enumerable.Empty<string>() : batch.Except(users.Select(user => user.AccountId), StringComparer.Ordinal)
                    );
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        var found = results.SelectMany(result => result.Users).ToArray();
        var records = results.Sum(result => result.Unreadable);
        // One record may be damaged. Several such records and no account mean an outage, which is one error and not one error for each user.
        return records < 2 || found.Length > 0
            ? (found, new HashSet<string>(results.SelectMany(result => result.Unknown), StringComparer.Ordinal))
            : throw new IncompleteListException(
                $"'{_source}' cannot read {Invariant.Count(records, "record")}. This happens during an outage.",
                "Run the command again later. If the error persists, report it to Atlassian's support.",
                0
            );
    }

    /// <summary>Splits ids into batches of one request. The document limits the length of an id, so no account has a longer one.</summary>
    public static IEnumerable<IReadOnlyList<string>> Requests(IReadOnlyList<string> accountIds) =>
        RequestLine.Split("accountId", accountIds.Where(id => id.Length <= MaxAccountId).ToArray(), IdsPerRequest);

    /// <summary>
    /// GET /rest/api/3/user/bulk for one batch of ids. A user who is deleted between two pages shifts the others, so missing users are requested again.
    /// </summary>
    /// <param name="accountIds">The ids.</param>
    /// <param name="unreadable">Receives the number of records that Jira cannot read. A missing user may exist then.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="IncompleteListException">The pages contain fewer users than the service counts.</exception>
    public async Task<IReadOnlyList<ExternalUser>> UsersOfRequestAsync(
        IReadOnlyList<string> accountIds,
        Action<int> unreadable,
        CancellationToken cancellationToken
    )
    {
        var found = new List<ExternalUser>();
        while (true)
        {
            var (rows, pages) = await PagesOfRequestAsync(accountIds, cancellationToken).ConfigureAwait(false);
            var users = rows.OfType<ExternalUser>().ToArray();
            found.AddRange(users);
            var returned = new HashSet<string>(users.Select(user => user.AccountId), StringComparer.Ordinal);
            accountIds = accountIds.Where(id => !returned.Contains(id)).ToArray();
            if (pages == 1 || accountIds.Count == 0 || users.Length == 0)
            {
                if (rows.Count > users.Length)
                {
                    unreadable(rows.Count - users.Length);
                }

                return found;
            }
        }
    }

    private async Task<(IReadOnlyList<ExternalUser?> Rows, int Pages)> PagesOfRequestAsync(
        IReadOnlyList<string> accountIds,
        CancellationToken cancellationToken
    )
    {
        var query = string.Join("&", accountIds.Select(id => "accountId=" + Uri.EscapeDataString(id)));
        var found = new List<ExternalUser?>();
        for (var pages = 1; ; pages++)
        {
            var page = await ReadAsync(
                    $"rest/api/3/user/bulk?startAt={Invariant.Text(found.Count)}&maxResults={Invariant.Text(IdsPerRequest)}&{query}",
                    _reader.UserPage,
                    cancellationToken
                )
                .ConfigureAwait(false);
            found.AddRange(page.Rows);
            if (found.Count >= (page.Total ?? accountIds.Count))
            {
                return (found, pages);
            }

            if (page.Rows.Count > 0)
            {
                continue;
            }

            return page.Total is not { } total
                ? (found, pages)
                : throw new IncompleteListException(
                    $"'{_source}' returns {Invariant.Count(found.Count, "user")} by id, but counts {Invariant.Text(total)}.",
                    "Run the command again. If the error persists, report it to Atlassian's support.",
                    found.Count
                );
        }
    }

    /// <summary>
    /// GET /rest/api/3/user: the groups and applications of a user. No list contains them, so each user costs one request. If the response does not
    /// contain all groups, they cost a second request. There is no such request for applications.
    /// </summary>
    /// <exception cref="UnexpectedResponseException">The response does not contain all applications, or Jira cannot read the user.</exception>
    public async Task<(IReadOnlyList<GroupReference>? Groups, IReadOnlyList<string>? Applications)> BelongingAsync(
        string accountId,
        CancellationToken cancellationToken
    )
    {
        var belonging = await ReadAsync(
                $"rest/api/3/user?accountId={Uri.EscapeDataString(accountId)}&expand=groups,applicationRoles",
                JiraJsonReader.Belonging,
                cancellationToken
            )
            .ConfigureAwait(false)
            ?? throw new UnexpectedResponseException(
                "The service cannot read the user's record. This happens during an outage.",
                "Run the command again later. If the error persists, report it to Atlassian's support."
            );
        if (belonging.Applications is { IsIncomplete: true } applications)
        {
            throw new UnexpectedResponseException(
                $"The service counts {Invariant.Count(applications.Size!.Value, "application")}, but returns {Invariant.Text(applications.Items.Count)}.",
                "Report the error to Atlassian's support."
            );
        }

        var groups = belonging.Groups is { IsIncomplete: true }
            ? (await GroupsOfUserAsync(accountId, cancellationToken).ConfigureAwait(false))
                ?.Select(group => new GroupReference { Id = group.Id, Name = group.Name })
                .ToArray()
            : belonging.Groups?.Items;
        return (groups, belonging.Applications?.Items);
    }

    /// <summary>GET /rest/api/3/applicationrole: the applications and the groups that grant them.</summary>
    /// <param name="applications">The applications that the site must have.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="InvalidInputException">The site does not have one of the applications.</exception>
    /// <exception cref="UnexpectedResponseException">A group has no id, so it is unknown who has the application.</exception>
    public async Task<IReadOnlyList<ApplicationRole>> ApplicationRolesAsync(
        IReadOnlyList<ApplicationSelector> applications,
        CancellationToken cancellationToken
    )
    {
        var roles = await ReadAsync("rest/api/3/applicationrole", JiraJsonReader.Roles, cancellationToken).ConfigureAwait(false);
        foreach (var application in applications)
        {
            if (!roles.Any(role => role.IsSelectedBy(application)))
            {
                throw new InvalidInputException(
                    "Application",
                    $"'{_source}' has no application '{application.Key}'. It has {string.Join(", ", roles.Select(role => role.Application))}.",
                    "Specify one of these applications."
                );
            }
        }

        if (roles.FirstOrDefault(role => role.Unidentified > 0 && (applications.Count == 0 || applications.Any(role.IsSelectedBy))) is { } role)
        {
            throw new UnexpectedResponseException(
                $"It is unknown who has the application '{role.Application}', because '{_source}' does not return the ids of "
                    + $"{Invariant.Count(role.Unidentified, "group")} (groupDetails).",
                "Run the command again. If the error persists, report it to Atlassian's support."
            );
        }

        return roles;
    }

    private async Task<T> ReadAsync<T>(string path, Func<JsonTextReader, T> read, CancellationToken cancellationToken) =>
        await (await _connection.ServiceAsync(cancellationToken).ConfigureAwait(false)).ReadAsync(path, read, cancellationToken).ConfigureAwait(false);
}
