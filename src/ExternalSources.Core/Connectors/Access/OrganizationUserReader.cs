using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace ExternalSources;

/// <summary>Reads the users of an organization: what the service can filter it filters, the rest is looked at while the list goes by.</summary>
internal sealed class OrganizationUserReader
{
    private const int ValuesARequest = 50;

    private readonly OrganizationLists _lists;
    private readonly string _source;

    public OrganizationUserReader(OrganizationLists lists, string source)
    {
        _lists = lists;
        _source = source;
    }

    public async Task ReadAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken)
    {
        var directories = await DirectoriesAsync(filter, cancellationToken).ConfigureAwait(false);
        var groups = await Slices.AllAsync(filter.Groups, 4, _lists.FindGroupAsync, cancellationToken).ConfigureAwait(false);
        var excluded = await Slices.AllAsync(filter.NotInGroups, 4, _lists.FindGroupAsync, cancellationToken).ConfigureAwait(false);
        var excludedIds = new HashSet<string>(excluded.Select(group => group.Id), StringComparer.Ordinal);
        var grantingIds = await GrantingGroupsAsync(filter.Applications, cancellationToken).ConfigureAwait(false);
        var query = Query(filter, directories, groups, excludedIds.Count + grantingIds.Count > 0);
        var directory = directories.Count == 1 ? directories[0].Name : null;
        var memberOf = groups.Count == 1 ? groups[0].Name : null;
        var slices = SliceQueries(filter, query).ToArray();
        // A list drops what it gives twice by itself; only several may have the same user.
        var seen = slices.Length > 1 ? new IdSet() : null;

        async Task TakeAsync(IReadOnlyList<ExternalUser> page)
        {
            listing.Count(page.Count);
            var wanted = new List<ExternalUser>(page.Count);
            foreach (var user in page)
            {
                if (filter.Matches(user) && MatchesBelonging(user, filter, excludedIds, grantingIds) && MatchesActivity(user, filter, listing) && seen?.Add(user.AccountId) != false)
                    wanted.Add(memberOf is null && filter.Applications.Count == 0 ? user : user with { MemberOf = memberOf, LastActive = ActivityFilter.LastIn(user, filter.Applications) });
            }

            if (wanted.Count > 0)
                await listing.WriteAsync(wanted).ConfigureAwait(false);
        }

        foreach (var slice in slices)
            await ReadCompleteAsync(slice, directory, slices.Length == 1, listing, TakeAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a list and holds it against the service's own count. A count that moved while the list was read allows for as much.</summary>
    private async Task ReadCompleteAsync(JObject query, string? directory, bool expects, UserListing listing, Func<IReadOnlyList<ExternalUser>, Task> take, CancellationToken cancellationToken)
    {
        var counting = Attempt.OfAsync(() => _lists.CountUsersAsync(query, cancellationToken));
        var listed = await _lists.Users(query, directory).ReadAsync(async page =>
        {
            if (expects && counting.IsCompleted && (await counting.ConfigureAwait(false)).Value is { } total)
                listing.Expect(total);
            await take(page).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);

        // Where the key may not count there is nothing to hold the list against.
        if ((await counting.ConfigureAwait(false)).Value is not { } before || before == listed)
            return;
        var after = await _lists.CountUsersAsync(query, cancellationToken).ConfigureAwait(false) ?? listed;
        if (listed < Math.Min(before, after) || listed > Math.Max(before, after))
        {
            throw new IncompleteListException(
                $"The list of users of '{_source}' had {Invariant.Count(listed, "row")}, but the service counts {Invariant.Text(after)}.",
                "Run the command again; if it stays so, report it to Atlassian's support.",
                listed);
        }
    }

    private async Task<IReadOnlyList<ExternalDirectory>> DirectoriesAsync(UserFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Directories.Count == 0)
            return Array.Empty<ExternalDirectory>();
        var all = new List<ExternalDirectory>();
        await _lists.Directories().ReadAsync(page =>
        {
            all.AddRange(page);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return filter.Directories.Select(wanted =>
            all.FirstOrDefault(directory => directory.Id == wanted || directory.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidInputException("Directory", $"'{_source}' has no directory '{wanted}'. It has {string.Join(", ", all.Select(directory => directory.Name))}.", "Give one of these.")).ToArray();
    }

    /// <summary>The groups that grant applications: who never used one has no entry of it, and holds a seat all the same.</summary>
    private async Task<HashSet<string>> GrantingGroupsAsync(IReadOnlyList<string> applications, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (applications.Count == 0)
            return ids;
        var query = new JObject { ["resourceOwners"] = new JArray(applications.Select(application => application.ToLowerInvariant())) };
        await _lists.Groups(query).ReadAsync(page =>
        {
            ids.UnionWith(page.Select(group => group.Id));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return ids;
    }

    private static JObject Query(UserFilter filter, IReadOnlyList<ExternalDirectory> directories, IReadOnlyList<ExternalGroup> groups, bool needsGroups)
    {
        var expand = new JArray("productAccess");
        if (filter.IncludeGroups || needsGroups)
            expand.Add("groups");
        if (filter.IncludeRoles)
            expand.Add("platformRoles");

        var query = new JObject { ["expand"] = expand };
        if (directories.Count > 0)
            query["directoryIds"] = new JArray(directories.Select(directory => directory.Id));
        if (groups.Count > 0)
            query["groupIds"] = new JArray(groups.Select(group => group.Id));
        if (filter.Managed is { } managed)
            query["claimStatus"] = managed ? "managed" : "unmanaged";
        if (filter.TwoStepVerification is { } twoStep)
            query["mfaEnabled"] = twoStep;
        if (filter.EmailDomains.Count > 0)
            query["emailDomains"] = new JArray(filter.EmailDomains);
        // "Deleted" is no composite status of the service: such a filter is looked at here.
        if (filter.Statuses.Count > 0 && !filter.Statuses.Contains(UserStatus.Deleted))
            query["status"] = new JArray(filter.Statuses.Select(Wire));
        return query;
    }

    private static string Wire(UserStatus status) => status switch
    {
        UserStatus.NotInvited => "not_invited",
        UserStatus.ForDeletion => "for_deletion",
        _ => status.ToString().ToLowerInvariant(),
    };

    /// <summary>The query, or where exact people are wanted, one for each few of them.</summary>
    private static IEnumerable<JObject> SliceQueries(UserFilter filter, JObject query)
    {
        if (filter.AccountIds.Count > 0)
            return By("accountIds", filter.AccountIds);
        if (filter.Emails.Count > 0 && filter.Emails.All(email => email.IsExact))
            return By("emails", filter.Emails.Select(email => email.Text).ToArray());
        if (filter.Users.Count > 0 && filter.Users.All(user => user.IsExact && user.Text.IndexOf('@') > 0))
            return By("emails", filter.Users.Select(user => user.Text).ToArray());
        return new[] { query };

        IEnumerable<JObject> By(string member, IReadOnlyList<string> values) =>
            Slices.Of(values.Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), ValuesARequest).Select(some => new JObject(query) { [member] = new JArray(some) });
    }

    private static bool MatchesBelonging(ExternalUser user, UserFilter filter, HashSet<string> excludedIds, HashSet<string> grantingIds) =>
        (excludedIds.Count == 0 || !IsInOne(user, excludedIds))
        && (filter.Applications.Count == 0 || IsInOne(user, grantingIds) || user.Applications?.Any(application => filter.Applications.Contains(application, StringComparer.OrdinalIgnoreCase)) == true);

    private static bool IsInOne(ExternalUser user, HashSet<string> groupIds) => user.Groups?.Any(group => groupIds.Contains(group.Id)) == true;

    private static bool MatchesActivity(ExternalUser user, UserFilter filter, UserListing listing)
    {
        if (filter.Activity is null)
            return true;
        var matches = filter.Activity.Matches(user, filter.Applications);
        if (matches is null)
            listing.NoActivity(new[] { user });
        return matches == true;
    }
}
