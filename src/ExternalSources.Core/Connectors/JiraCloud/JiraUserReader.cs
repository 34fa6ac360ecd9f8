using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Lists the users of a site, with as few requests as the filter allows.</summary>
internal sealed class JiraUserReader : IUserReader
{
    private readonly JiraConnection _connection;
    private readonly JiraQueries _queries;
    private readonly string _source;

    public JiraUserReader(JiraConnection connection)
    {
        _connection = connection;
        _queries = connection.Queries;
        _source = connection.Source.Name;
    }

    public async Task ReadUsersAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken)
    {
        await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        filter = filter with { Applications = await _connection.SelectAsync(filter.Applications, filter.Workspaces, cancellationToken).ConfigureAwait(false) };
        if (filter.Activity is not null && listing.Activity is null)
        {
            throw new InvalidInputException(
                "Source",
                $"'{_source}' is a Jira site, so it does not return when its users were active. No available organization returns it either.",
                "Connect the organization of the site with New-ExternalSource -Type Access, and run the command again. "
                    + "If the organization is connected, run Test-ExternalSource to find out what is wrong."
            );
        }

        var groups =
            filter.Groups.Count > 0
                ? (await FindGroupsAsync(filter.Groups, listing.MaxConcurrency, listing.NoGroup, cancellationToken).ConfigureAwait(false))
                    .Where(listing.WantsGroup)
                    .ToArray()
                : null;
        if (groups is { Length: 0 })
        {
            return;
        }

        var excluded =
            filter.NotInGroups.Count == 0
                ? null
                : await MembersAsync(
                        Ids(await FindGroupsAsync(filter.NotInGroups, listing.MaxConcurrency, null, cancellationToken).ConfigureAwait(false)),
                        listing,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
        var roles = filter.Applications.Count > 0 ? await RolesAsync(filter.Applications, cancellationToken).ConfigureAwait(false) : [];
        IReadOnlyList<string>? licensing = filter.Applications.Count > 0 ? roles.SelectMany(role => role.GroupIds).Distinct().ToArray() : null;
        var licensed = groups is not null && licensing is not null ? await MembersAsync(licensing, listing, cancellationToken).ConfigureAwait(false) : null;
        var sets = groups is null ? licensing : Ids(groups);
        var memberOf = groups is not null && sets!.Count == 1 ? groups[0].Name : null;
        // One list removes its own duplicates. Several lists may contain the same user.
        var seen = sets?.Count > 1 || filter.AccountIds.Count > 0 ? new IdSet() : null;
        // If each user costs a request, it does not help to read pages ahead.
        var maxConcurrency = filter.IncludeGroups || filter.IncludeApplications ? 1 : listing.MaxConcurrency;
        var details = new JiraUserDetails(_connection, _source, filter, listing);
        var matcher = new UserMatcher(filter);
        var unknown = new UndeterminedUsers();
        var unreadable = 0;
        var read = 0;
        // The list has all members of all groups that grant the applications, so the site's own count can be compared with it.
        var seats = groups is null && filter.AccountIds.Count == 0 && roles.Count > 0 ? new JiraSeats(_source, roles) : null;

        async Task TakeAsync(IReadOnlyList<ExternalUser> page)
        {
            listing.Count(page.Count);
            read += page.Count;
            var matches = Matches(page);
            if (matches.Count > 0)
            {
                await details.AddAsync(matches, cancellationToken).ConfigureAwait(false);
            }
        }

        [MethodImpl(Compilation.Optimized)]
        IReadOnlyList<ExternalUser> Matches(IReadOnlyList<ExternalUser> page)
        {
            var matches = new List<ExternalUser>(page.Count);
            foreach (var user in page)
            {
                var fits = matcher.Matches(user);
                if (fits == false || excluded?.Contains(user.AccountId) == true || licensed?.Contains(user.AccountId) == false)
                {
                    continue;
                }

                if (fits is null)
                {
                    unknown.Add(user, matcher.UndeterminedCriteria(user));
                }
                else if (seen?.Add(user.AccountId) != false)
                {
                    matches.Add(memberOf is null ? user : user with { MemberOf = memberOf });
                }
            }

            return matches;
        }

        if (sets is not null)
        {
            await ReadMembersAsync(sets, maxConcurrency, listing.Expect, seats, AddUnreadable, TakeAsync, cancellationToken).ConfigureAwait(false);
        }
        else if (filter.AccountIds.Count > 0)
        {
            await new OrderedMerge(listing.MaxConcurrency)
                .ReadAsync(
                    JiraQueries.Requests(filter.AccountIds),
                    (batch, token) => _queries.UsersOfRequestAsync(batch, AddUnreadable, token),
                    TakeAsync,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        else
        {
            await ReadAllAsync(maxConcurrency, AddUnreadable, TakeAsync, cancellationToken).ConfigureAwait(false);
        }

        unknown.Warn(listing.Warn, _source, memberOf, filter.Activity is not null);
        listing.Report(_source, unreadable, read);
        foreach (var gap in unreadable > 0 || seats is null ? [] : seats.Gaps())
        {
            listing.Warn(gap);
        }

        void AddUnreadable(int records) => Interlocked.Add(ref unreadable, records);
    }

    private async Task ReadAllAsync(
        int maxConcurrency,
        Action<int> unreadable,
        Func<IReadOnlyList<ExternalUser>, Task> take,
        CancellationToken cancellationToken
    )
    {
        var isEmpty = true;
        var list = _queries.Users(maxConcurrency);
        await list.ReadAsync(
                page =>
                {
                    isEmpty = false;
                    return take(page);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        unreadable(list.Unreadable);
        if (isEmpty && list.Unreadable == 0)
        {
            throw new IncompleteListException(
                $"'{_source}' returns an empty list of users, without the account of the token.",
                "Give the account the global permission 'Browse users and groups' (Jira settings > System > Global permissions).",
                0
            );
        }
    }

    private Task<IReadOnlyList<ExternalGroup>> FindGroupsAsync(
        IReadOnlyList<string> namesOrIds,
        int maxConcurrency,
        Action<GroupNotFoundException>? missing,
        CancellationToken cancellationToken
    ) => GroupLookup.FindAsync(namesOrIds, maxConcurrency, _queries.GroupsByIdAsync, _queries.FindGroupAsync, missing, cancellationToken);

    private static string[] Ids(IReadOnlyList<ExternalGroup> groups) => groups.Select(group => group.Id).Distinct().ToArray();

    private async Task<IReadOnlyList<ApplicationRole>> RolesAsync(IReadOnlyList<ApplicationSelector> applications, CancellationToken cancellationToken) =>
        (await _queries.ApplicationRolesAsync(applications, cancellationToken).ConfigureAwait(false))
            .Where(role => applications.Any(role.IsSelectedBy))
            .ToArray();

    /// <summary>
    /// Reads the members of groups. Each group uses the full concurrency, because the connection limits the requests of all groups together. If
    /// <paramref name="unreadable"/> is <see langword="null"/>, a record that Jira cannot read is an error.
    /// </summary>
    private Task ReadMembersAsync(
        IReadOnlyList<string> groupIds,
        int maxConcurrency,
        Action<int>? expect,
        JiraSeats? seats,
        Action<int>? unreadable,
        Func<IReadOnlyList<ExternalUser>, Task> take,
        CancellationToken cancellationToken
    ) =>
        new OrderedMerge(maxConcurrency).ReadAsync<string, ExternalUser>(
            groupIds,
            async (group, write, token) =>
            {
                var list = _queries.Members(group, maxConcurrency, groupIds.Count == 1 ? expect : null);
                if (unreadable is null)
                {
                    await list.ReadWholeAsync(write, token).ConfigureAwait(false);
                    return;
                }

                await list.ReadAsync(
                        page =>
                        {
                            seats?.Add(group, page);
                            return write(page);
                        },
                        token
                    )
                    .ConfigureAwait(false);
                unreadable(list.Unreadable);
            },
            take,
            cancellationToken
        );

    /// <summary>Returns all members of groups. A missing member would change which users the list contains, so it is an error.</summary>
    private async Task<IdSet> MembersAsync(IReadOnlyList<string> groupIds, UserListing listing, CancellationToken cancellationToken)
    {
        var members = new IdSet();
        await ReadMembersAsync(
                groupIds,
                listing.MaxConcurrency,
                null,
                null,
                null,
                page =>
                {
                    foreach (var user in page)
                    {
                        members.Add(user.AccountId);
                    }

                    return Task.CompletedTask;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return members;
    }
}
