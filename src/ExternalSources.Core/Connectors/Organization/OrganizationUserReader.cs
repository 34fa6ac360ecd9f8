using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Lists the users of an organization. The service applies the filters that it supports, and this class applies the rest.</summary>
internal sealed class OrganizationUserReader : IUserReader
{
    /// <summary>How often a list is read if it changes in the meantime.</summary>
    private const int Readings = 3;

    private readonly OrganizationConnection _connection;
    private readonly string _source;

    public OrganizationUserReader(OrganizationConnection connection)
    {
        _connection = connection;
        _source = connection.Source.Name;
    }

    private OrganizationQueries Queries => _connection.Queries;

    public async Task ReadUsersAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken)
    {
        filter = filter with
        {
            Applications = await _connection.Workspaces.SelectAsync(filter.Applications, filter.Workspaces, cancellationToken).ConfigureAwait(false),
        };
        var activityRight = _connection.ActivityRight;
        var directories = await DirectoriesAsync(filter, cancellationToken).ConfigureAwait(false);
        var groups = (await FindGroupsAsync(filter.Groups, listing.MaxConcurrency, listing.NoGroup, cancellationToken).ConfigureAwait(false))
            .Where(listing.WantsGroup)
            .ToArray();
        if (filter.Groups.Count > 0 && groups.Length == 0)
        {
            return;
        }

        var excluded = await FindGroupsAsync(filter.NotInGroups, listing.MaxConcurrency, null, cancellationToken).ConfigureAwait(false);
        var excludedIds = new HashSet<string>(excluded.Select(group => group.Id), StringComparer.Ordinal);
        var seats =
            filter.Applications.Count == 0
                ? null
                : await _connection.Workspaces.FindAsync(filter.Applications, listing.MaxConcurrency, cancellationToken).ConfigureAwait(false);
        if (seats?.Unread is { } failure)
        {
            // A list is complete or an error. A key without the right never gets a complete one.
            listing.Warn(
                ServiceErrors.StatusOf(failure) == 403
                    ? $"The key of '{_source}' cannot read workspaces (403), so only the instances that groups grant are known. Users who hold a seat of "
                        + "another instance without a group are missing. Use a key without scopes, or one with the scope read:workspaces:admin."
                    : throw failure
            );
        }

        var grants = filter.IncludeApplications ? new GrantingGroups(Queries, listing.MaxConcurrency) : null;
        var needsGroups = filter.IncludeGroups || grants is not null || excludedIds.Count > 0 || seats is not null;
        var knownIds = seats is null ? excludedIds : new HashSet<string>(excludedIds.Concat(seats.GroupIds), StringComparer.Ordinal);
        var query = Query(filter, seats, groups, needsGroups);
        var memberOf = groups.Length == 1 ? groups[0].Name : null;
        var slices = (await DirectoryQueriesAsync(filter, directories, query, cancellationToken).ConfigureAwait(false))
            .SelectMany(slice => SearchLimits.Users.Split(slice.Query).Select(part => (Query: part, slice.Directory)))
            .ToArray();
        // One list removes its own duplicates. Several lists may contain the same user.
        var seen = slices.Length > 1 ? new IdSet() : null;

        var matcher = new UserMatcher(filter);
        var unknown = new UndeterminedUsers();
        var hasWarned = false;

        int unreadable = 0,
            read = 0;

        async Task TakeAsync(IReadOnlyList<ExternalUser> page)
        {
            read += page.Count;
            listing.Count(page.Count);
            if (needsGroups)
            {
                page = await _connection.GroupIds.CheckAsync(page, knownIds, cancellationToken).ConfigureAwait(false);
            }

            var holders = seats is null ? null : await HoldersAsync(seats, filter, page, matcher, listing, cancellationToken).ConfigureAwait(false);
            var isRequired = listing.ForActivity || filter.Activity is not null;
            IReadOnlyList<ExternalUser> matches = Matches(
                await activityRight.CheckAsync(page, isRequired ? seats : null, isRequired, cancellationToken).ConfigureAwait(false),
                holders
            );
            if (matches.Count == 0)
            {
                return;
            }

            if (grants is not null)
            {
                matches = await grants.AddApplicationsAsync(matches, cancellationToken).ConfigureAwait(false);
            }
            // The warning comes before the first user, because the caller may stop after a few users.
            if (grants?.Gap is { } gap && !hasWarned)
            {
                hasWarned = true;
                listing.Warn($"'{_source}' does not return {gap}, so the Applications of users may be incomplete.");
            }

            await listing.WriteAsync(matches).ConfigureAwait(false);
        }

        [MethodImpl(Compilation.Optimized)]
        List<ExternalUser> Matches(IReadOnlyList<ExternalUser> page, IReadOnlyDictionary<string, bool?>? holders)
        {
            var matches = new List<ExternalUser>(page.Count);
            foreach (var user in page)
            {
                // An unknown value matters only if no other criterion excludes the user.
                var fits = matcher.Matches(user);
                if (fits == false)
                {
                    continue;
                }

                var isOutside = IsOutside(user, excludedIds);
                var isHolder = holders is null ? true : holders[user.AccountId];
                if (isOutside == false || isHolder == false)
                {
                    continue;
                }

                var isActive = filter.Activity is null ? true : filter.Activity.Matches(user, filter.Applications);
                if (isActive != false && (fits is null || isOutside is null || isHolder is null))
                {
                    unknown.Add(user, matcher.UndeterminedCriteria(user).Concat(UndeterminedCriteria(isOutside, isHolder)));
                }
                else if ((filter.Activity is null || listing.UnknownActivity.Accept(user, isActive)) && seen?.Add(user.AccountId) != false)
                {
                    matches.Add(
                        memberOf is null && filter.Applications.Count == 0
                            ? user
                            : user with
                            {
                                MemberOf = memberOf,
                                LastActive = ActivityFilter.LastIn(user, filter.Applications),
                            }
                    );
                }
            }

            return matches;
        }

        await new OrderedMerge(listing.MaxConcurrency)
            .ReadAsync<(JObject Query, string? Directory), ExternalUser>(
                slices,
                async (slice, write, token) =>
                    Interlocked.Add(
                        ref unreadable,
                        await ReadCompleteAsync(slice.Query, slice.Directory, slices.Length == 1 ? listing.Expect : null, listing, write, token)
                            .ConfigureAwait(false)
                    ),
                TakeAsync,
                cancellationToken
            )
            .ConfigureAwait(false);
        unknown.Warn(listing.Warn, _source, memberOf, false);
        // Of a single application, the error or warning about unknown activity says enough.
        if (filter.Activity is not null && filter.Applications.Count > 1 && activityRight.Unused(filter.Applications) is { Count: > 0 } unused)
        {
            listing.Warn(
                $"'{_source}' shows no use of {string.Join(", ", unused)} by anybody, so everybody's use of {(unused.Count == 1 ? "it" : "them")} is unknown. "
                    + "To leave it out of the filter, specify the other applications with -Application."
            );
        }

        listing.Report(_source, unreadable, read);
    }

    /// <summary>
    /// Returns which users of a page hold a seat; <see langword="null"/> for a user if that is unknown. The service may combine the filters by resource and
    /// by role across several roles of a user, so a seat counts only if a group of the user grants it, or if the roles of the user contain it.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, bool?>> HoldersAsync(
        SeatSearch seats,
        UserFilter filter,
        IReadOnlyList<ExternalUser> page,
        UserMatcher matcher,
        UserListing listing,
        CancellationToken cancellationToken
    )
    {
        var held = await Batch
            .AllAsync(
                page,
                listing.MaxConcurrency,
                async (user, token) =>
                    // Nobody else needs a request.
                    matcher.Matches(user) == false
                    || IsInOne(user, seats.GroupIds)
                        ? true
                        : await IsHolderAsync(seats, user, filter.IncludeUnbilled, token).ConfigureAwait(false),
                cancellationToken
            )
            .ConfigureAwait(false);
        var holders = new Dictionary<string, bool?>(StringComparer.Ordinal);
        for (var i = 0; i < page.Count; i++)
        {
            holders[page[i].AccountId] = held[i];
        }

        return holders;
    }

    private async Task<bool?> IsHolderAsync(SeatSearch seats, ExternalUser user, bool withUnbilled, CancellationToken cancellationToken)
    {
        try
        {
            return seats.IsHeldIn(await Queries.RolesOfUserAsync(user.AccountId, cancellationToken).ConfigureAwait(false), withUnbilled);
        }
        catch (ServiceException exception) when (ServiceErrors.StatusOf(exception) is 403 or 404)
        {
            return null;
        }
    }

    private Task<IReadOnlyList<ExternalGroup>> FindGroupsAsync(
        IReadOnlyList<string> namesOrIds,
        int maxConcurrency,
        Action<GroupNotFoundException>? missing,
        CancellationToken cancellationToken
    ) => GroupLookup.FindAsync(namesOrIds, maxConcurrency, Queries.GroupsByIdAsync, Queries.FindGroupAsync, missing, cancellationToken);

    /// <summary>
    /// Reads a list and, where the service's count means the same people, compares its length with the counts from before and after. A length between the
    /// two counts is complete: cursors keep their place while users come and go (Atlassian's documents), and in a large organization some always do. A gap
    /// that is no larger than this change is not detected. If the length is outside the two counts, the list is read again, and users who are new in it are
    /// written. If the length then still differs, users are missing.
    /// </summary>
    /// <returns>The number of records that the service could not read.</returns>
    private async Task<int> ReadCompleteAsync(
        JObject query,
        string? directory,
        Action<int>? expect,
        UserListing listing,
        Func<IReadOnlyList<ExternalUser>, Task> take,
        CancellationToken cancellationToken
    )
    {
        // The count runs beside the first page, so that the first user does not wait for it. A second reading covers users who leave in between.
        // Lists by exact values are short, and several lists together show no percentage.
        var counting =
            CountsTheSame(query) || (expect is not null && !HasExactValues(query))
                ? Result.OfAsync(() => Queries.CountUsersAsync(query, cancellationToken))
                : Task.FromResult(new Result<int?>(null, null));
        var list = Queries.Users(query, directory);
        int? last = null;
        try
        {
            for (var reading = 1; ; reading++)
            {
                var fresh = 0;
                var listed = await list.ReadAsync(
                        async page =>
                        {
                            fresh += page.Count;
                            if (
                                expect is not null
                                && counting.Status == TaskStatus.RanToCompletion
                                && (await counting.ConfigureAwait(false)).Value is { } total
                            )
                            {
                                expect(total);
                            }

                            await take(page).ConfigureAwait(false);
                        },
                        cancellationToken
                    )
                    .ConfigureAwait(false);

                if (!CountsTheSame(query))
                {
                    if (counting.Status == TaskStatus.RanToCompletion)
                    {
                        Note(listing, listed, (await counting.ConfigureAwait(false)).Value);
                    }

                    return list.Unreadable;
                }

                listed += list.Unreadable;
                if ((await counting.ConfigureAwait(false)).Value is not { } before || before == listed)
                {
                    return list.Unreadable;
                }

                if (
                    (await Result.OfAsync(() => ListableAsync(query, cancellationToken)).ConfigureAwait(false)).Value is not { } after
                    || (listed >= Math.Min(before, after) && listed <= Math.Max(before, after))
                )
                {
                    return list.Unreadable;
                }

                if (reading == Readings || (listed == last && fresh == 0))
                {
                    throw new IncompleteListException(
                        $"The list of the users of '{_source}' has {Invariant.Count(listed, "row")}, but the service counts {Invariant.Text(after)}. "
                            + "Reading the list again gave the same result.",
                        "Run the command again. If the error persists, report it to Atlassian's support.",
                        listed
                    );
                }

                last = listed;
                counting = Task.FromResult(new Result<int?>(after, null));
            }
        }
        finally
        {
            // The list does not wait for a count that it does not need.
            _ = counting.ContinueWith(
                static ended => _ = ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
        }
    }

    /// <summary>
    /// Whether a count means the people that the search finds. Otherwise, it also counts managed accounts that are in no directory, and whether a search
    /// finds these is not documented.
    /// </summary>
    private static bool CountsTheSame(JObject query) => !HasExactValues(query) && (query.ContainsKey("directoryIds") || query.ContainsKey("claimStatus"));

    private static bool HasExactValues(JObject query) => query.ContainsKey("accountIds") || query.ContainsKey("emails");

    /// <summary>Returns the count of a search, without the managed accounts in no directory that the search does not find.</summary>
    private async Task<int?> ListableAsync(JObject query, CancellationToken cancellationToken)
    {
        var count = await Queries.CountUsersAsync(query, cancellationToken).ConfigureAwait(false);
        if (count is null || query.ContainsKey("directoryIds") || query.ContainsKey("membershipStatus"))
        {
            return count;
        }

        var outside = new JObject(query) { ["membershipStatus"] = new JArray("no_membership") };
        var counted = await Queries.CountUsersAsync(outside, cancellationToken).ConfigureAwait(false) ?? 0;
        if (counted == 0)
        {
            return count;
        }

        var found = await Queries.Users(outside).ReadAsync(static _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        return count - (counted - found);
    }

    private void Note(UserListing listing, int listed, int? counted)
    {
        if (counted is { } count && count != listed)
        {
            listing.Note(
                $"The list of the users of '{_source}' has {Invariant.Count(listed, "row")}, and the service counts {Invariant.Text(count)}. "
                    + "The count may include managed accounts that are in no directory."
            );
        }
    }

    private async Task<IReadOnlyList<ExternalDirectory>> DirectoriesAsync(UserFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Directories.Count == 0)
        {
            return Array.Empty<ExternalDirectory>();
        }

        var all = await OrganizationQueries.AllAsync(Queries.Directories(), cancellationToken).ConfigureAwait(false);
        return filter.Directories.Select(directory => OrganizationQueries.Pick(all, directory, _source)).Distinct().ToArray();
    }

    private static JObject Query(UserFilter filter, SeatSearch? seats, IReadOnlyList<ExternalGroup> groups, bool needsGroups)
    {
        var expand = new JArray("productAccess");
        if (needsGroups)
        {
            expand.Add("groups");
        }

        if (filter.IncludeRoles)
        {
            expand.Add("platformRoles");
        }

        var query = new JObject { ["expand"] = expand };
        if (filter.Managed is { } managed)
        {
            query["claimStatus"] = managed ? "managed" : "unmanaged";
        }

        if (filter.TwoStepVerification is { } twoStep)
        {
            query["mfaEnabled"] = twoStep;
        }

        if (seats is not null)
        {
            query["resourceIds"] = new JArray(seats.ResourceIds);
            if (!filter.IncludeUnbilled)
            {
                query["roleIds"] = new JArray(AtlassianRoles.Billable);
            }
        }

        Add("groupIds", groups.Select(group => group.Id));
        Add("emailDomains", filter.EmailDomains.Distinct(StringComparer.OrdinalIgnoreCase));
        // The service does not filter by "Deleted", so the matcher applies that filter.
        Add("status", filter.Statuses.Contains(UserStatus.Deleted) ? [] : filter.Statuses.Distinct().Select(Wire));
        return query;

        void Add(string member, IEnumerable<string> values)
        {
            if (new JArray(values) is { Count: > 0 } array)
            {
                query[member] = array;
            }
        }
    }

    private static string Wire(UserStatus status) =>
        status switch
        {
            UserStatus.NotInvited => "not_invited",
            UserStatus.ForDeletion => "for_deletion",
            _ => status.ToString().ToLowerInvariant(),
        };

    /// <summary>Splits the query by directory, because the user records do not contain the directory. Adds exact values if that saves requests.</summary>
    private async Task<IReadOnlyList<(JObject Query, string? Directory)>> DirectoryQueriesAsync(
        UserFilter filter,
        IReadOnlyList<ExternalDirectory> directories,
        JObject query,
        CancellationToken cancellationToken
    )
    {
        if (ExactValues(filter) is { } exact && await IsCheaperAsync(exact.Member, exact.Values, query, cancellationToken).ConfigureAwait(false))
        {
            query[exact.Member] = new JArray(exact.Values);
        }

        return directories.Count == 0
            ? [(query, null)]
            : directories.Select(directory => (new JObject(query) { ["directoryIds"] = new JArray(directory.Id) }, (string?)directory.Name)).ToArray();
    }

    /// <summary>Returns the account ids or e-mail addresses of the filter, if it has exact ones.</summary>
    private static (string Member, IReadOnlyList<string> Values)? ExactValues(UserFilter filter)
    {
        if (filter.AccountIds.Count > 0)
        {
            return ("accountIds", filter.AccountIds.Distinct(StringComparer.Ordinal).ToArray());
        }

        var addresses =
            filter.Emails.Count > 0 && filter.Emails.All(email => email.IsExact) ? filter.Emails
            : filter.Users.Count > 0 && filter.Users.All(user => user.IsExact && user.Text.IndexOf('@') > 0) ? filter.Users
            : null;
        return addresses is null ? null : ("emails", addresses.Select(address => address.Text).Distinct(StringComparer.OrdinalIgnoreCase).ToArray());
    }

    /// <summary>Whether searches by exact values need fewer requests than the whole list, which the matcher then filters.</summary>
    private async Task<bool> IsCheaperAsync(string member, IReadOnlyList<string> values, JObject query, CancellationToken cancellationToken)
    {
        var searches = SearchLimits.Users.Searches(member, values.Count);
        if (searches <= 2 || SearchLimits.Users.Split(query).Count > 1)
        {
            return true;
        }

        // The count takes one of the requests. Without it, it is unknown what the whole list costs.
        var count = await Result.OfAsync(() => Queries.CountUsersAsync(query, cancellationToken)).ConfigureAwait(false);
        return count.Value is not { } all || searches <= SearchLimits.Users.Pages(all) + 1;
    }

    private static bool? IsOutside(ExternalUser user, HashSet<string> excludedIds) =>
        excludedIds.Count == 0 ? true
        : user.Groups is null ? null
        : !IsInOne(user, excludedIds);

    private static IEnumerable<UserCriterion> UndeterminedCriteria(bool? isOutside, bool? isHolder)
    {
        if (isOutside is null)
        {
            yield return UserCriterion.NotInGroup;
        }

        if (isHolder is null)
        {
            yield return UserCriterion.Application;
        }
    }

    private static bool IsInOne(ExternalUser user, HashSet<string> groupIds) => user.Groups?.Any(group => groupIds.Contains(group.Id)) == true;
}
