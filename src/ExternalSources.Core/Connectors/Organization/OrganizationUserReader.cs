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
    private const int ValuesPerRequest = 50;

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
        var grantingIds = await GrantingGroupsAsync(filter.Applications, listing.MaxConcurrency, cancellationToken).ConfigureAwait(false);
        var grants = filter.IncludeApplications ? new GrantingGroups(Queries, listing.MaxConcurrency) : null;
        var query = Query(filter, filter.IncludeGroups || grants is not null || excludedIds.Count + grantingIds.Count > 0);
        var memberOf = groups.Length == 1 ? groups[0].Name : null;
        var slices = DirectoryQueries(directories, query)
            .SelectMany(slice =>
                GroupQueries(groups, slice.Query).SelectMany(part => ValueQueries(filter, part)).Select(part => (Query: part, slice.Directory))
            )
            .ToArray();
        // One list removes its own duplicates. Several lists may contain the same user.
        var seen = slices.Length > 1 ? new IdSet() : null;

        var matcher = new UserMatcher(filter);
        var unknown = new UndeterminedUsers();
        var hasWarned = false;

        async Task TakeAsync(IReadOnlyList<ExternalUser> page)
        {
            listing.Count(page.Count);
            IReadOnlyList<ExternalUser> matches = Matches(
                await activityRight.CheckAsync(page, listing.ForActivity || filter.Activity is not null, cancellationToken).ConfigureAwait(false)
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
        List<ExternalUser> Matches(IReadOnlyList<ExternalUser> page)
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

                var fitsGroups = MatchesGroups(user, filter, excludedIds, grantingIds);
                if (fitsGroups == false)
                {
                    continue;
                }

                var isActive = filter.Activity is null ? true : filter.Activity.Matches(user, filter.Applications);
                if (isActive != false && (fits is null || fitsGroups is null))
                {
                    unknown.Add(user, matcher.UndeterminedCriteria(user).Concat(UnknownGroupCriteria(user, filter, excludedIds, grantingIds)));
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
                (slice, write, token) => ReadCompleteAsync(slice.Query, slice.Directory, slices.Length == 1, listing, write, token),
                TakeAsync,
                cancellationToken
            )
            .ConfigureAwait(false);
        unknown.Warn(listing.Warn, _source, memberOf, false);
    }

    private Task<IReadOnlyList<ExternalGroup>> FindGroupsAsync(
        IReadOnlyList<string> namesOrIds,
        int maxConcurrency,
        Action<GroupNotFoundException>? missing,
        CancellationToken cancellationToken
    ) => GroupLookup.FindAsync(namesOrIds, maxConcurrency, Queries.GroupsByIdAsync, Queries.FindGroupAsync, missing, cancellationToken);

    /// <summary>
    /// Reads a list and compares its length with the service's counts from before and after. A length between the two counts is complete: cursors keep
    /// their place while users come and go (Atlassian's documents), and in a large organization some always do. A gap that is no larger than this change
    /// is not detected. If the length is outside the two counts, the list is read again, and users who are new in it are written. If the length then still
    /// differs, users are missing.
    /// </summary>
    private async Task ReadCompleteAsync(
        JObject query,
        string? directory,
        bool expects,
        UserListing listing,
        Func<IReadOnlyList<ExternalUser>, Task> take,
        CancellationToken cancellationToken
    )
    {
        // The count runs beside the first page, so that the first user does not wait for it. A second reading covers users who leave in between.
        // For a filter by account id the number of ids is the first count.
        var counting = query["accountIds"] is JArray { Count: var ids }
            ? Task.FromResult(new Result<int?>(ids, null))
            : Result.OfAsync(() => Queries.CountUsersAsync(query, cancellationToken));
        var list = Queries.Users(query, directory);
        int? last = null;
        for (var reading = 1; ; reading++)
        {
            var fresh = 0;
            var listed = await list.ReadAsync(
                    async page =>
                    {
                        fresh += page.Count;
                        if (expects && counting.IsCompleted && (await counting.ConfigureAwait(false)).Value is { } total)
                        {
                            listing.Expect(total);
                        }

                        await take(page).ConfigureAwait(false);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);

            if (Counted(await counting.ConfigureAwait(false), listed) is not { } before || before == listed)
            {
                return;
            }

            if (
                Counted(await Result.OfAsync(() => Queries.CountUsersAsync(query, cancellationToken)).ConfigureAwait(false), listed) is not { } after
                || (listed >= Math.Min(before, after) && listed <= Math.Max(before, after))
            )
            {
                return;
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

    /// <summary>Returns the service's count; <see langword="null"/> if the key is not allowed to count.</summary>
    private int? Counted(Result<int?> count, int listed) =>
        count.Failure switch
        {
            null => count.Value,
            ServiceStatusException { StatusCode: 401 or 403 or 404 } => null,
            var failure => throw IncompleteListException.Uncounted($"users of '{_source}'", listed, failure),
        };

    private async Task<IReadOnlyList<ExternalDirectory>> DirectoriesAsync(UserFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Directories.Count == 0)
        {
            return Array.Empty<ExternalDirectory>();
        }

        var all = await OrganizationQueries.AllAsync(Queries.Directories(), cancellationToken).ConfigureAwait(false);
        return filter.Directories.Select(directory => OrganizationQueries.Pick(all, directory, _source)).Distinct().ToArray();
    }

    /// <summary>Returns the ids of the groups that grant the applications. A user who never used an application may still have access to it.</summary>
    private async Task<HashSet<string>> GrantingGroupsAsync(IReadOnlyList<string> applications, int maxConcurrency, CancellationToken cancellationToken)
    {
        var found = await Batch.AllAsync(applications, maxConcurrency, Queries.GroupsOfApplicationAsync, cancellationToken).ConfigureAwait(false);
        return new HashSet<string>(found.SelectMany(groups => groups).Select(group => group.Id), StringComparer.Ordinal);
    }

    private static JObject Query(UserFilter filter, bool needsGroups)
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

        if (filter.EmailDomains.Count > 0)
        {
            query["emailDomains"] = new JArray(filter.EmailDomains);
        }
        // The service does not filter by "Deleted", so the matcher applies that filter.
        if (filter.Statuses.Count > 0 && !filter.Statuses.Contains(UserStatus.Deleted))
        {
            query["status"] = new JArray(filter.Statuses.Select(Wire));
        }

        return query;
    }

    private static string Wire(UserStatus status) =>
        status switch
        {
            UserStatus.NotInvited => "not_invited",
            UserStatus.ForDeletion => "for_deletion",
            _ => status.ToString().ToLowerInvariant(),
        };

    /// <summary>Splits the query by directory, because the user records do not contain the directory.</summary>
    private static IEnumerable<(JObject Query, string? Directory)> DirectoryQueries(IReadOnlyList<ExternalDirectory> directories, JObject query) =>
        directories.Count == 0
            ? new[] { (query, (string?)null) }
            : directories.Select(directory => (new JObject(query) { ["directoryIds"] = new JArray(directory.Id) }, (string?)directory.Name));

    /// <summary>Splits the query by groups, a few in each query, because the count takes them in its URL.</summary>
    private static IEnumerable<JObject> GroupQueries(ExternalGroup[] groups, JObject query) =>
        groups.Length == 0
            ? new[] { query }
            : Batch.Of(groups, ValuesPerRequest).Select(batch => new JObject(query) { ["groupIds"] = new JArray(batch.Select(group => group.Id)) });

    /// <summary>Splits the query by account ids or e-mail addresses, if the filter has exact ones.</summary>
    private static IEnumerable<JObject> ValueQueries(UserFilter filter, JObject query)
    {
        if (filter.AccountIds.Count > 0)
        {
            return By("accountIds", filter.AccountIds);
        }

        if (filter.Emails.Count > 0 && filter.Emails.All(email => email.IsExact))
        {
            return By("emails", filter.Emails.Select(email => email.Text).ToArray());
        }

        if (filter.Users.Count > 0 && filter.Users.All(user => user.IsExact && user.Text.IndexOf('@') > 0))
        {
            return By("emails", filter.Users.Select(user => user.Text).ToArray());
        }

        return new[] { query };

        IEnumerable<JObject> By(string member, IReadOnlyList<string> values) =>
            Batch
                .Of(values.Distinct(member == "accountIds" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase).ToArray(), ValuesPerRequest)
                .Select(batch => new JObject(query) { [member] = new JArray(batch) });
    }

    private static bool? MatchesGroups(ExternalUser user, UserFilter filter, HashSet<string> excludedIds, HashSet<string> grantingIds)
    {
        var isOutside =
            excludedIds.Count == 0 ? true
            : user.Groups is null ? (bool?)null
            : !IsInOne(user, excludedIds);
        if (isOutside == false)
        {
            return false;
        }

        var has = Has(user, filter.Applications, grantingIds);
        return has == false ? false
            : isOutside is null ? null
            : has;
    }

    private static IEnumerable<UserCriterion> UnknownGroupCriteria(
        ExternalUser user,
        UserFilter filter,
        HashSet<string> excludedIds,
        HashSet<string> grantingIds
    )
    {
        if (user.Groups is null && excludedIds.Count > 0)
        {
            yield return UserCriterion.NotInGroup;
        }

        if (Has(user, filter.Applications, grantingIds) is null)
        {
            yield return UserCriterion.Application;
        }
    }

    /// <summary>Whether a user has one of the applications: a group grants it, or the user used it.</summary>
    private static bool? Has(ExternalUser user, IReadOnlyList<string> applications, HashSet<string> grantingIds)
    {
        if (
            applications.Count == 0
            || IsInOne(user, grantingIds)
            || user.Activity.Any(activity => applications.Contains(activity.Application, StringComparer.OrdinalIgnoreCase))
        )
        {
            return true;
        }

        return user.Groups is null && grantingIds.Count > 0 ? null : false;
    }

    private static bool IsInOne(ExternalUser user, HashSet<string> groupIds) => user.Groups?.Any(group => groupIds.Contains(group.Id)) == true;
}
