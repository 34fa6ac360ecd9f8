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

/// <summary>Reads the users of a site with the fewest requests that a filter allows.</summary>
internal sealed class JiraUserReader
{
    private readonly JiraQueries _queries;
    private readonly string _source;

    public JiraUserReader(JiraQueries queries, string source)
    {
        _queries = queries;
        _source = source;
    }

    public async Task ReadAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken)
    {
        if (filter.Activity is not null && listing.Activity is null)
        {
            throw new InvalidInputException(
                "Source",
                $"'{_source}' is a Jira site, which does not know when its users were active, and no organization could be asked.",
                "Connect the organization of the site with New-ExternalSource -Type Access, and run the command again; where it is connected, Test-ExternalSource tells what is wrong with it."
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
        var licensing = filter.Applications.Count > 0 ? await LicensingGroupsAsync(filter.Applications, cancellationToken).ConfigureAwait(false) : null;
        var licensed = groups is not null && licensing is not null ? await MembersAsync(licensing, listing, cancellationToken).ConfigureAwait(false) : null;
        var sets = groups is null ? licensing : Ids(groups);
        var memberOf = groups is not null && sets!.Count == 1 ? groups[0].Name : null;
        // A list drops what it gives twice by itself; only several may have the same user.
        var seen = sets?.Count > 1 || filter.AccountIds.Count > 0 ? new IdSet() : null;
        // Where each user takes a request, nobody waits for pages.
        var maxConcurrency = filter.IncludeGroups || filter.IncludeApplications ? 1 : listing.MaxConcurrency;
        var details = new JiraUserDetails(_queries, _source, filter, listing);
        var matcher = new UserMatcher(filter);
        var unknown = new UndeterminedUsers();
        var unreadable = 0;
        var read = 0;

        async Task TakeAsync(IReadOnlyList<ExternalUser> page)
        {
            listing.Count(page.Count);
            read += page.Count;
            var wanted = Wanted(page);
            if (wanted.Count > 0)
            {
                await details.AddAsync(wanted, cancellationToken).ConfigureAwait(false);
            }
        }

        [MethodImpl(Compilation.Optimized)]
        IReadOnlyList<ExternalUser> Wanted(IReadOnlyList<ExternalUser> page)
        {
            var wanted = new List<ExternalUser>(page.Count);
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
                    wanted.Add(memberOf is null ? user : user with { MemberOf = memberOf });
                }
            }

            return wanted;
        }

        if (sets is not null)
        {
            await ReadMembersAsync(sets, maxConcurrency, listing.Expect, Unread, TakeAsync, cancellationToken).ConfigureAwait(false);
        }
        else if (filter.AccountIds.Count > 0)
        {
            await new OrderedMerge(listing.MaxConcurrency)
                .ReadAsync(
                    JiraQueries.Requests(filter.AccountIds),
                    (some, token) => _queries.UsersOfRequestAsync(some, Unread, token),
                    TakeAsync,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        else
        {
            await ReadEverybodyAsync(maxConcurrency, Unread, TakeAsync, cancellationToken).ConfigureAwait(false);
        }

        unknown.Warn(listing.Warn, _source, memberOf, filter.Activity is not null);
        if (unreadable > 0)
        {
            listing.Unreadable();
            var text =
                $"{Invariant.Count(unreadable, "record")} of '{_source}' cannot be read: the site does not tell whose {(unreadable == 1 ? "it is" : "they are")}, as during an outage or where a record is damaged.";
            if (listing.MustBeWhole)
            {
                throw new IncompleteListException(text, "Run the command again later; if it stays so, report it to Atlassian's support.", read);
            }

            listing.Warn(text + " What cannot be read was left out; run the command again later.");
        }

        void Unread(int records) => Interlocked.Add(ref unreadable, records);
    }

    private async Task ReadEverybodyAsync(
        int maxConcurrency,
        Action<int> unread,
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
        unread(list.Unreadable);
        if (isEmpty && list.Unreadable == 0)
        {
            throw new IncompleteListException(
                $"'{_source}' lists nobody, not even the account whose token this is.",
                "Give that account the global permission 'Browse users and groups' (Jira settings > System > Global permissions).",
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

    private async Task<IReadOnlyList<string>> LicensingGroupsAsync(IReadOnlyList<string> applications, CancellationToken cancellationToken)
    {
        var roles = await _queries.ApplicationRolesAsync(applications, cancellationToken).ConfigureAwait(false);
        return roles
            .Where(role => applications.Contains(role.Application, StringComparer.OrdinalIgnoreCase))
            .SelectMany(role => role.GroupIds)
            .Distinct()
            .ToArray();
    }

    /// <summary>
    /// Reads the members of groups, each as if it were the only one: the connection sees to it that no more requests are under way than may be.
    /// Where nobody is to be told of records that could not be read, they are an error.
    /// </summary>
    private Task ReadMembersAsync(
        IReadOnlyList<string> groupIds,
        int maxConcurrency,
        Action<int>? expect,
        Action<int>? unread,
        Func<IReadOnlyList<ExternalUser>, Task> take,
        CancellationToken cancellationToken
    ) =>
        new OrderedMerge(maxConcurrency).ReadAsync<string, ExternalUser>(
            groupIds,
            async (group, write, token) =>
            {
                var list = _queries.Members(group, maxConcurrency, groupIds.Count == 1 ? expect : null);
                if (unread is null)
                {
                    await list.ReadWholeAsync(write, token).ConfigureAwait(false);
                    return;
                }

                await list.ReadAsync(write, token).ConfigureAwait(false);
                unread(list.Unreadable);
            },
            take,
            cancellationToken
        );

    /// <summary>The members of groups, all of them: whoever is missing here would be listed, or left out, for it.</summary>
    private async Task<IdSet> MembersAsync(IReadOnlyList<string> groupIds, UserListing listing, CancellationToken cancellationToken)
    {
        var members = new IdSet();
        await ReadMembersAsync(
                groupIds,
                listing.MaxConcurrency,
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
