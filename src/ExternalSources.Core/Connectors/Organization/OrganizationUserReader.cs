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

/// <summary>Reads the users of an organization: what the service can filter it filters, the rest is looked at while the list goes by.</summary>
internal sealed class OrganizationUserReader
{
    private const int ValuesARequest = 50;

    /// <summary>How often a list is read that changes while it is read.</summary>
    private const int Readings = 3;

    private readonly OrganizationQueries _queries;
    private readonly ActivityRight _activity;
    private readonly string _source;

    public OrganizationUserReader(OrganizationQueries queries, ActivityRight activity, string source)
    {
        _queries = queries;
        _activity = activity;
        _source = source;
    }

    public async Task ReadAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken)
    {
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
        var grants = filter.IncludeApplications ? new GrantingGroups(_queries, listing.MaxConcurrency) : null;
        var query = Query(filter, filter.IncludeGroups || grants is not null || excludedIds.Count + grantingIds.Count > 0);
        var memberOf = groups.Length == 1 ? groups[0].Name : null;
        var slices = DirectoryQueries(directories, query)
            .SelectMany(slice =>
                GroupQueries(groups, slice.Query).SelectMany(part => ValueQueries(filter, part)).Select(part => (Query: part, slice.Directory))
            )
            .ToArray();
        // A list drops what it gives twice by itself; only several may have the same user.
        var seen = slices.Length > 1 ? new IdSet() : null;

        var matcher = new UserMatcher(filter);
        var unknown = new UndeterminedUsers();
        var toldOfGap = false;

        async Task TakeAsync(IReadOnlyList<ExternalUser> page)
        {
            listing.Count(page.Count);
            IReadOnlyList<ExternalUser> wanted = Wanted(
                await _activity.CheckAsync(page, listing.ForActivity || filter.Activity is not null, cancellationToken).ConfigureAwait(false)
            );
            if (wanted.Count == 0)
            {
                return;
            }

            if (grants is not null)
            {
                wanted = await grants.AddApplicationsAsync(wanted, cancellationToken).ConfigureAwait(false);
            }
            // Before the first of them: whoever wants no more than a few has them by then.
            if (grants?.Gap is { } gap && !toldOfGap)
            {
                toldOfGap = true;
                listing.Warn($"'{_source}' does not tell {gap}, and perhaps more of the kind: what it does not tell is missing in Applications.");
            }

            await listing.WriteAsync(wanted).ConfigureAwait(false);
        }

        [MethodImpl(Compilation.Optimized)]
        List<ExternalUser> Wanted(IReadOnlyList<ExternalUser> page)
        {
            var wanted = new List<ExternalUser>(page.Count);
            foreach (var user in page)
            {
                // What is not told of somebody matters where nothing else leaves them out.
                var fits = matcher.Matches(user);
                if (fits == false)
                {
                    continue;
                }

                var belongs = MatchesBelonging(user, filter, excludedIds, grantingIds);
                if (belongs == false)
                {
                    continue;
                }

                var isActive = filter.Activity is null ? true : filter.Activity.Matches(user, filter.Applications);
                if (isActive != false && (fits is null || belongs is null))
                {
                    unknown.Add(user, matcher.UndeterminedCriteria(user).Concat(UntoldBelonging(user, filter, excludedIds, grantingIds)));
                }
                else if ((filter.Activity is null || listing.UnknownActivity.Accept(user, isActive)) && seen?.Add(user.AccountId) != false)
                {
                    wanted.Add(
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

            return wanted;
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
    ) => GroupLookup.FindAsync(namesOrIds, maxConcurrency, _queries.GroupsByIdAsync, _queries.FindGroupAsync, missing, cancellationToken);

    /// <summary>
    /// Reads a list and holds it against the service's own counts, one from its beginning and, where that is not its length, one from its end. A length
    /// from one to the other is taken for whole: cursors keep their place while people come and go (by Atlassian's documents), so what differs is who came
    /// or went, and in a large organization somebody always does. A shortfall that is no larger than that change passes unseen. A length outside of both
    /// is no such change alone: the list is read again, and who is new in it handed on. What does not come to the counts then either is missing.
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
        // Beside the first page and not before it: the first user is not to wait for it. Whoever goes in between is the case of a second reading.
        // Where people are named by their ids the service need not count them, unless some are missing.
        var counting = query["accountIds"] is JArray { Count: var named }
            ? Task.FromResult(new Result<int?>(named, null))
            : Result.OfAsync(() => _queries.CountUsersAsync(query, cancellationToken));
        var list = _queries.Users(query, directory);
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
                Counted(await Result.OfAsync(() => _queries.CountUsersAsync(query, cancellationToken)).ConfigureAwait(false), listed) is not { } after
                || (listed >= Math.Min(before, after) && listed <= Math.Max(before, after))
            )
            {
                return;
            }

            if (reading == Readings || (listed == last && fresh == 0))
            {
                throw new IncompleteListException(
                    $"The list of users of '{_source}' had {Invariant.Count(listed, "row")}, but the service counts {Invariant.Text(after)}. Reading it again did not help.",
                    "Run the command again; if it stays so, report it to Atlassian's support.",
                    listed
                );
            }

            last = listed;
            counting = Task.FromResult(new Result<int?>(after, null));
        }
    }

    /// <summary>What the service counted; <see langword="null"/> where the key may not let it count, and there is nothing to hold a list against.</summary>
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

        var all = await OrganizationQueries.AllAsync(_queries.Directories(), cancellationToken).ConfigureAwait(false);
        return filter.Directories.Select(wanted => OrganizationQueries.Pick(all, wanted, _source)).Distinct().ToArray();
    }

    /// <summary>The groups that grant applications: who never used one has no entry of it, and holds a seat all the same.</summary>
    private async Task<HashSet<string>> GrantingGroupsAsync(IReadOnlyList<string> applications, int maxConcurrency, CancellationToken cancellationToken)
    {
        var found = await Batch.AllAsync(applications, maxConcurrency, _queries.GroupsOfApplicationAsync, cancellationToken).ConfigureAwait(false);
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
        // "Deleted" is no composite status of the service: such a filter is looked at here.
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

    /// <summary>The query, or one for each directory: no row tells in which it was found.</summary>
    private static IEnumerable<(JObject Query, string? Directory)> DirectoryQueries(IReadOnlyList<ExternalDirectory> directories, JObject query) =>
        directories.Count == 0
            ? new[] { (query, (string?)null) }
            : directories.Select(directory => (new JObject(query) { ["directoryIds"] = new JArray(directory.Id) }, (string?)directory.Name));

    /// <summary>The query, or one for each few groups: the service is asked for the count of them, too, and takes that question by its address.</summary>
    private static IEnumerable<JObject> GroupQueries(ExternalGroup[] groups, JObject query) =>
        groups.Length == 0
            ? new[] { query }
            : Batch.Of(groups, ValuesARequest).Select(some => new JObject(query) { ["groupIds"] = new JArray(some.Select(group => group.Id)) });

    /// <summary>The query, or where exact people are wanted, one for each few of them.</summary>
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
                .Of(values.Distinct(member == "accountIds" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase).ToArray(), ValuesARequest)
                .Select(some => new JObject(query) { [member] = new JArray(some) });
    }

    private static bool? MatchesBelonging(ExternalUser user, UserFilter filter, HashSet<string> excludedIds, HashSet<string> grantingIds)
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

    private static IEnumerable<UserCriterion> UntoldBelonging(ExternalUser user, UserFilter filter, HashSet<string> excludedIds, HashSet<string> grantingIds)
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

    /// <summary>Whether a user has one of these applications: by a group that grants it, or because they used it.</summary>
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
