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

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>
/// The lists of Jira's REST API that say who and what there is
/// (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/, .../api-group-groups/).
/// </summary>
internal sealed class JiraQueries
{
    public const int MembersAPage = 50;

    private const int UsersAPage = 1000;
    private const int GroupsAPage = 50;
    private const int IdsARequest = 100;

    private readonly ServiceClient _service;
    private readonly JiraJsonReader _rows;
    private readonly string _source;

    public JiraQueries(ServiceClient service, string source)
    {
        _service = service;
        _source = source;
        _rows = new JiraJsonReader(source);
    }

    /// <summary>GET /rest/api/3/users/search: everybody, inactive accounts, apps and portal customers included.</summary>
    public OffsetList<ExternalUser> Users(int maxConcurrency) =>
        new(
            $"users of '{_source}'",
            UsersAPage,
            maxConcurrency,
            user => user.AccountId,
            async (start, count, cancellationToken) =>
                new OffsetPage<ExternalUser>(
                    await _service
                        .ReadAsync(
                            $"rest/api/3/users/search?startAt={Invariant.Text(start)}&maxResults={Invariant.Text(count)}",
                            _rows.Users,
                            cancellationToken
                        )
                        .ConfigureAwait(false)
                )
        );

    /// <summary>GET /rest/api/3/group/member: the members of a group, inactive ones included.</summary>
    public OffsetList<ExternalUser> Members(string groupId, int maxConcurrency, Action<int>? expect = null) =>
        new(
            $"members of the group {groupId} of '{_source}'",
            MembersAPage,
            maxConcurrency,
            user => user.AccountId,
            async (start, count, cancellationToken) =>
            {
                var page = await _service
                    .ReadAsync(
                        $"rest/api/3/group/member?groupId={Uri.EscapeDataString(groupId)}&includeInactiveUsers=true&startAt={Invariant.Text(start)}&maxResults={Invariant.Text(count)}",
                        _rows.UserPage,
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

    /// <summary>GET /rest/api/3/group/member, one row of it: how many members a group has.</summary>
    public async Task<int?> CountMembersAsync(string groupId, CancellationToken cancellationToken) =>
        (
            await _service
                .ReadAsync(
                    $"rest/api/3/group/member?groupId={Uri.EscapeDataString(groupId)}&includeInactiveUsers=true&startAt=0&maxResults=1",
                    _rows.UserPage,
                    cancellationToken
                )
                .ConfigureAwait(false)
        ).Total;

    /// <summary>GET /rest/api/3/group/bulk: all groups.</summary>
    public OffsetList<ExternalGroup> Groups(int maxConcurrency) =>
        new(
            $"groups of '{_source}'",
            GroupsAPage,
            maxConcurrency,
            group => group.Id,
            (start, count, cancellationToken) =>
                _service.ReadAsync(
                    $"rest/api/3/group/bulk?startAt={Invariant.Text(start)}&maxResults={Invariant.Text(count)}",
                    _rows.GroupPage,
                    cancellationToken
                )
        );

    /// <summary>GET /rest/api/3/group/bulk for one group, by id and then by name.</summary>
    public async Task<ExternalGroup> FindGroupAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var wanted = TextPattern.Literal(nameOrId);
        foreach (var parameter in new[] { "groupId", "groupName" })
        {
            var search = await Result
                .OfAsync(() => GroupsByAsync(parameter, parameter == "groupId" ? new[] { nameOrId } : wanted.Spellings.ToArray(), cancellationToken))
                .ConfigureAwait(false);
            // An id of the wrong form is refused; then it was a name.
            if (search.Failure is ServiceStatusException { StatusCode: 400 or 404 })
            {
                continue;
            }

            if (search.Get().FirstOrDefault(group => group.Id == nameOrId || wanted.Matches(group.Name)) is { } found)
            {
                return found;
            }
        }

        throw new GroupNotFoundException(_source, nameOrId);
    }

    /// <summary>GET /rest/api/3/group/bulk for the groups of some ids.</summary>
    public Task<IReadOnlyList<ExternalGroup>> GroupsByIdAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        GroupsByAsync("groupId", ids, cancellationToken);

    /// <summary>GET /rest/api/3/group/bulk for the groups of some names.</summary>
    public Task<IReadOnlyList<ExternalGroup>> GroupsByNameAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        GroupsByAsync("groupName", names, cancellationToken);

    private async Task<IReadOnlyList<ExternalGroup>> GroupsByAsync(string parameter, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        var found = new List<ExternalGroup>();
        foreach (var some in Batch.Of(values, GroupsAPage))
        {
            var query = string.Join("&", some.Select(value => parameter + "=" + Uri.EscapeDataString(value)));
            OffsetPage<ExternalGroup> page;
            var start = 0;
            do
            {
                page = await _service
                    .ReadAsync(
                        $"rest/api/3/group/bulk?startAt={Invariant.Text(start)}&maxResults={Invariant.Text(GroupsAPage)}&{query}",
                        _rows.GroupPage,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                found.AddRange(page.Rows.OfType<ExternalGroup>());
                start += page.Rows.Count;
            } while (page.Rows.Count > 0 && page.SaysMore(start - page.Rows.Count));
        }

        return found;
    }

    /// <summary>GET /rest/api/3/group/bulk by access: the groups whose members administer the site (site-admin) or one of its applications (admin).</summary>
    public async Task<IReadOnlyList<ExternalGroup>> GroupsOfAccessTypeAsync(string accessType, CancellationToken cancellationToken)
    {
        var found = new List<ExternalGroup>();
        await new OffsetList<ExternalGroup>(
            $"administrators' groups of '{_source}'",
            GroupsAPage,
            1,
            group => group.Id,
            (start, count, token) =>
                _service.ReadAsync(
                    $"rest/api/3/group/bulk?accessType={accessType}&startAt={Invariant.Text(start)}&maxResults={Invariant.Text(count)}",
                    _rows.GroupPage,
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

    /// <summary>GET /rest/api/3/user/groups: a user's groups; <see langword="null"/> where the id of one is not told, so that it may be any.</summary>
    public async Task<IReadOnlyList<ExternalGroup>?> GroupsOfUserAsync(string accountId, CancellationToken cancellationToken)
    {
        var groups = await _service
            .ReadAsync("rest/api/3/user/groups?accountId=" + Uri.EscapeDataString(accountId), _rows.GroupList, cancellationToken)
            .ConfigureAwait(false);
        return groups.Contains(null) ? null : groups.OfType<ExternalGroup>().ToArray();
    }

    /// <summary>GET /rest/api/3/user/search: who has exactly this address. Addresses that are hidden are not found.</summary>
    public async Task<IReadOnlyList<ExternalUser>> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        (
            await _service
                .ReadAsync(
                    $"rest/api/3/user/search?query={Uri.EscapeDataString(email)}&maxResults={Invariant.Text(IdsARequest)}",
                    _rows.Users,
                    cancellationToken
                )
                .ConfigureAwait(false)
        )
            .OfType<ExternalUser>()
            .Where(user => string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase))
            .ToArray();

    /// <summary>
    /// GET /rest/api/3/user/bulk: the accounts of these ids, many at a time, and the ids of which the site does not tell whether they are there, because
    /// it could not read their records, or so many of those that were asked for together.
    /// </summary>
    /// <exception cref="IncompleteListException">There were several, and nobody could be read.</exception>
    public async Task<(IReadOnlyList<ExternalUser> Users, ISet<string> Untold)> UsersByIdAsync(
        IReadOnlyList<string> accountIds,
        int maxConcurrency,
        CancellationToken cancellationToken
    )
    {
        var slices = await Batch
            .AllAsync(
                Requests(accountIds).ToArray(),
                maxConcurrency,
                async (some, token) =>
                {
                    var unreadable = 0;
                    var users = await UsersOfRequestAsync(some, count => unreadable = count, token).ConfigureAwait(false);
                    return (
                        Users: users,
                        Unreadable: unreadable,
                        Untold: unreadable == 0 ? Enumerable.Empty<string>() : some.Except(users.Select(user => user.AccountId), StringComparer.Ordinal)
                    );
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        var found = slices.SelectMany(slice => slice.Users).ToArray();
        var records = slices.Sum(slice => slice.Unreadable);
        // One record may be damaged; when there are several and nothing else the service has an outage, and nobody is to be told of it one by one.
        return records < 2 || found.Length > 0
            ? (found, new HashSet<string>(slices.SelectMany(slice => slice.Untold), StringComparer.Ordinal))
            : throw new IncompleteListException(
                $"{Invariant.Count(records, "record")} of '{_source}' cannot be read, as during an outage.",
                "Run the command again later; if it stays so, report it to Atlassian's support.",
                0
            );
    }

    /// <summary>The ids in pieces that go into a request.</summary>
    public static IEnumerable<IReadOnlyList<string>> Requests(IReadOnlyList<string> accountIds) => Batch.Of(accountIds, IdsARequest);

    /// <summary>GET /rest/api/3/user/bulk for ids that go into a request. Who is deleted between two pages moves the others: whoever did not come is asked for again.</summary>
    /// <param name="accountIds">The ids.</param>
    /// <param name="unreadable">Told how many of the records the service could not read: whoever is there must not pass for gone.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="IncompleteListException">The pages end before what the service counts.</exception>
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
            var came = new HashSet<string>(users.Select(user => user.AccountId), StringComparer.Ordinal);
            accountIds = accountIds.Where(id => !came.Contains(id)).ToArray();
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
            var page = await _service
                .ReadAsync(
                    $"rest/api/3/user/bulk?startAt={Invariant.Text(found.Count)}&maxResults={Invariant.Text(IdsARequest)}&{query}",
                    _rows.UserPage,
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
                    $"Of the users of '{_source}' that were asked for by id {Invariant.Text(found.Count)} came, but the service counts {Invariant.Text(total)}.",
                    "Run the command again; if it stays so, report it to Atlassian's support.",
                    found.Count
                );
        }
    }

    /// <summary>
    /// GET /rest/api/3/user with its groups and applications: one request a user, because no list has them. Groups that do not fit into the answer
    /// take another one; for applications there is none.
    /// </summary>
    /// <exception cref="UnexpectedResponseException">Not all of the applications are told, or the service could not read the user.</exception>
    public async Task<(IReadOnlyList<GroupReference>? Groups, IReadOnlyList<string>? Applications)> BelongingAsync(
        string accountId,
        CancellationToken cancellationToken
    )
    {
        var told = await _service
            .ReadAsync(
                $"rest/api/3/user?accountId={Uri.EscapeDataString(accountId)}&expand=groups,applicationRoles",
                JiraJsonReader.Belonging,
                cancellationToken
            )
            .ConfigureAwait(false)
            ?? throw new UnexpectedResponseException(
                "The service could not read the user's record, as during an outage.",
                "Run the command again later; if it stays so, report it to Atlassian's support."
            );
        if (told.Applications is { IsCut: true } cut)
        {
            throw new UnexpectedResponseException(
                $"The service counts {Invariant.Count(cut.Size!.Value, "application")} and tells {Invariant.Text(cut.Items.Count)}.",
                "Report it to Atlassian's support."
            );
        }

        var groups = told.Groups is { IsCut: true }
            ? (await GroupsOfUserAsync(accountId, cancellationToken).ConfigureAwait(false))
                ?.Select(group => new GroupReference { Id = group.Id, Name = group.Name })
                .ToArray()
            : told.Groups?.Items;
        return (groups, told.Applications?.Items);
    }

    /// <summary>GET /rest/api/3/applicationrole: which groups grant which application.</summary>
    /// <exception cref="InvalidInputException">The site does not have one of the applications that are wanted.</exception>
    /// <exception cref="UnexpectedResponseException">It does not say of all groups which they are. Without them nobody would seem to have the application.</exception>
    public async Task<IReadOnlyList<ApplicationRole>> ApplicationRolesAsync(IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var roles = await _service.ReadAsync("rest/api/3/applicationrole", JiraJsonReader.Roles, cancellationToken).ConfigureAwait(false);
        foreach (var application in wanted)
        {
            if (!roles.Any(role => role.Application.Equals(application, StringComparison.OrdinalIgnoreCase)))
            {
                throw new InvalidInputException(
                    "Application",
                    $"'{_source}' has no application '{application}'. It has {string.Join(", ", roles.Select(role => role.Application))}.",
                    "Give one of these."
                );
            }
        }

        if (
            roles.FirstOrDefault(role => role.Unidentified > 0 && (wanted.Count == 0 || wanted.Contains(role.Application, StringComparer.OrdinalIgnoreCase))) is
            { } role
        )
        {
            throw new UnexpectedResponseException(
                $"'{_source}' does not tell the ids of {Invariant.Count(role.Unidentified, "group")} that {(role.Unidentified == 1 ? "grants" : "grant")} the application '{role.Application}' (groupDetails), so nobody knows who has it.",
                "Run the command again; if it stays so, report it to Atlassian's support."
            );
        }

        return roles;
    }
}
