using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>Reads the users of a site with the fewest requests that a filter allows.</summary>
internal sealed class JiraUserReader
{
    private readonly JiraLists _lists;
    private readonly string _source;

    public JiraUserReader(JiraLists lists, string source)
    {
        _lists = lists;
        _source = source;
    }

    public async Task ReadAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken)
    {
        if (filter.Activity is not null && listing.Activity is null)
        {
            throw new InvalidInputException(
                "Source",
                $"'{_source}' is a Jira site, which does not know when its users were active, and no organization is connected that could tell.",
                "Connect the organization of the site with New-ExternalSource -Type Access, and run the command again.");
        }

        var excluded = filter.NotInGroups.Count == 0 ? null : await MembersAsync(Ids(await FindGroupsAsync(filter.NotInGroups, cancellationToken).ConfigureAwait(false)), listing, cancellationToken).ConfigureAwait(false);
        var groups = filter.Groups.Count > 0 ? await FindGroupsAsync(filter.Groups, cancellationToken).ConfigureAwait(false) : null;
        var licensing = filter.Applications.Count > 0 ? await LicensingGroupsAsync(filter.Applications, cancellationToken).ConfigureAwait(false) : null;
        var licensed = groups is not null && licensing is not null ? await MembersAsync(licensing, listing, cancellationToken).ConfigureAwait(false) : null;
        var memberOf = groups?.Count == 1 ? groups[0].Name : null;
        var sets = groups is null ? licensing : Ids(groups);
        // A list drops what it gives twice by itself; only several may have the same user.
        var seen = sets?.Count > 1 || filter.AccountIds.Count > 0 ? new IdSet() : null;

        async Task TakeAsync(IReadOnlyList<ExternalUser> page)
        {
            listing.Count(page.Count);
            var wanted = Wanted(page);
            wanted = await WithActivityAsync(wanted, filter, listing, cancellationToken).ConfigureAwait(false);
            if (filter.IncludeGroups || filter.IncludeApplications)
                wanted = await WithGroupsAsync(wanted, listing, cancellationToken).ConfigureAwait(false);
            if (wanted.Count > 0)
                await listing.WriteAsync(wanted).ConfigureAwait(false);
        }

        [MethodImpl(Compilation.Optimized)]
        IReadOnlyList<ExternalUser> Wanted(IReadOnlyList<ExternalUser> page)
        {
            var wanted = new List<ExternalUser>(page.Count);
            foreach (var user in page)
            {
                if (filter.Matches(user) && excluded?.Contains(user.AccountId) != true && licensed?.Contains(user.AccountId) != false && seen?.Add(user.AccountId) != false)
                    wanted.Add(memberOf is null ? user : user with { MemberOf = memberOf });
            }

            return wanted;
        }

        if (sets is not null)
        {
            foreach (var group in sets)
                await _lists.Members(group, listing.Ahead, listing.Expect).ReadAsync(TakeAsync, cancellationToken).ConfigureAwait(false);
        }
        else if (filter.AccountIds.Count > 0)
        {
            await TakeAsync(await _lists.UsersByIdAsync(filter.AccountIds, listing.Ahead, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        else
        {
            await _lists.Users(listing.Ahead).ReadAsync(TakeAsync, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<IReadOnlyList<ExternalGroup>> FindGroupsAsync(IReadOnlyList<string> namesOrIds, CancellationToken cancellationToken) =>
        Slices.AllAsync(namesOrIds, 4, _lists.FindGroupAsync, cancellationToken);

    private static string[] Ids(IReadOnlyList<ExternalGroup> groups) => groups.Select(group => group.Id).Distinct().ToArray();

    private async Task<IReadOnlyList<string>> LicensingGroupsAsync(IReadOnlyList<string> applications, CancellationToken cancellationToken)
    {
        var roles = await _lists.ApplicationRolesAsync(applications, cancellationToken).ConfigureAwait(false);
        return roles.Where(role => applications.Contains(role.Application, StringComparer.OrdinalIgnoreCase)).SelectMany(role => role.GroupIds).Distinct().ToArray();
    }

    private async Task<IdSet> MembersAsync(IReadOnlyList<string> groupIds, UserListing listing, CancellationToken cancellationToken)
    {
        var members = new IdSet();
        foreach (var group in groupIds)
        {
            await _lists.Members(group, listing.Ahead).ReadAsync(page =>
            {
                foreach (var user in page)
                    members.Add(user.AccountId);
                return Task.CompletedTask;
            }, cancellationToken).ConfigureAwait(false);
        }

        return members;
    }

    private static async Task<IReadOnlyList<ExternalUser>> WithActivityAsync(IReadOnlyList<ExternalUser> users, UserFilter filter, UserListing listing, CancellationToken cancellationToken)
    {
        if (filter.Activity is null || users.Count == 0)
            return users;
        var known = await listing.Activity!.ReadActivityAsync(users.Select(user => user.AccountId).ToArray(), cancellationToken).ConfigureAwait(false);
        var uncovered = users.Where(user => !known.TryGetValue(user.AccountId, out var organizationUser) || !organizationUser.ActivityKnown).ToArray();
        if (uncovered.Length > 0)
            listing.NoActivity(uncovered);
        return users.Except(uncovered)
            .Select(user => known[user.AccountId] is var organizationUser ? user with { LastActive = organizationUser.LastActive, Activity = organizationUser.Activity, ActivityKnown = true, AddedToOrganization = organizationUser.AddedToOrganization } : user)
            .Where(user => filter.Activity.Matches(user, filter.Applications) == true)
            .Select(user => user with { LastActive = ActivityFilter.LastIn(user, filter.Applications) })
            .ToArray();
    }

    private async Task<IReadOnlyList<ExternalUser>> WithGroupsAsync(IReadOnlyList<ExternalUser> users, UserListing listing, CancellationToken cancellationToken)
    {
        var detailed = await Slices.AllAsync(users, listing.Ahead, (user, token) => _lists.UserWithGroupsAsync(user.AccountId, token), cancellationToken).ConfigureAwait(false);
        return users.Zip(detailed, (user, more) => user with { Groups = more?.Groups, Applications = more?.Applications }).ToArray();
    }
}
