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
/// Adds what the lists of a site do not contain: the activity, which an organization returns, and the groups and applications, which cost one request for
/// each user. They are read in small batches. So users are written as soon as they are complete, and a caller who stops early saves requests.
/// </summary>
internal sealed class JiraUserDetails
{
    /// <summary>How many accounts an organization returns in one request.</summary>
    private const int AccountsPerRequest = 100;

    private readonly JiraConnection _connection;
    private readonly JiraQueries _queries;
    private readonly string _source;
    private readonly UserFilter _filter;
    private readonly UserListing _listing;
    private readonly OrderedMerge _activity;
    private readonly OrderedMerge _belonging;
    private int _written;

    public JiraUserDetails(JiraConnection connection, string source, UserFilter filter, UserListing listing)
    {
        _connection = connection;
        _queries = connection.Queries;
        _source = source;
        _filter = filter;
        _listing = listing;
        _activity = new OrderedMerge(listing.MaxConcurrency);
        _belonging = new OrderedMerge(listing.MaxConcurrency);
    }

    /// <summary>Writes the users whose activity matches the filter, with the requested details.</summary>
    public Task AddAsync(IReadOnlyList<ExternalUser> users, CancellationToken cancellationToken) =>
        _filter.Activity is null
            ? AddBelongingAsync(users, cancellationToken)
            : _activity.ReadAsync(
                Batch.Of(users, AccountsPerRequest),
                WithActivityAsync,
                page => AddBelongingAsync(page, cancellationToken),
                cancellationToken
            );

    private Task AddBelongingAsync(IReadOnlyList<ExternalUser> users, CancellationToken cancellationToken) =>
        _filter.IncludeGroups || _filter.IncludeApplications
            ? _belonging.ReadAsync<ExternalUser, ExternalUser>(
                users,
                async (user, token) => new[] { await WithBelongingAsync(user, token).ConfigureAwait(false) },
                WriteAsync,
                cancellationToken
            )
            : WriteAsync(users);

    private Task WriteAsync(IReadOnlyList<ExternalUser> users)
    {
        _written += users.Count;
        return _listing.WriteAsync(users);
    }

    private async Task<IReadOnlyList<ExternalUser>> WithActivityAsync(IReadOnlyList<ExternalUser> users, CancellationToken cancellationToken)
    {
        var cloudId = await _connection.CloudIdAsync(cancellationToken).ConfigureAwait(false);
        // Without a cloud id, no organization is asked, and this throws.
        var instances = InstancesOn(cloudId ?? string.Empty);
        var known = await _listing
            .Activity!.ReadActivityAsync(cloudId, users.Select(user => new UserKey(user.AccountId, user.Email)).ToArray(), instances, cancellationToken)
            .ConfigureAwait(false);
        var active = new List<ExternalUser>();
        foreach (var user in users)
        {
            // The activity stays unknown if no organization has the user.
            var current = known.TryGetValue(user.AccountId, out var entry)
                ? user with
                {
                    LastActive = ActivityFilter.LastIn(entry, instances),
                    // The organization may have other sites.
                    Activity = entry.Activity.Where(activity => IsHere(activity, cloudId!)).ToArray(),
                    ActivityKnown = IsKnown(entry),
                    AddedToOrganization = entry.AddedToOrganization,
                }
                : user;
            if (_listing.UnknownActivity.Accept(current, _filter.Activity!.Matches(current, instances)))
            {
                active.Add(current with { LastActive = ActivityFilter.LastIn(current, instances) });
            }
        }

        return active;
    }

    /// <summary>
    /// Whether an organization's activity of a site's user is whole. Activity is that of the directories of a user, and a user of the site is in a
    /// directory: for a user whom the organization has in none, it says nothing.
    /// </summary>
    private static bool IsKnown(ExternalUser entry) =>
        entry is { ActivityKnown: true, HasNoMembership: false }
        && entry.Status != nameof(UserStatus.NotInvited)
        && entry.Activity.All(activity => activity.ResourceId is not null);

    /// <summary>The instances on this site that the filter means: all, or those of its applications.</summary>
    private ApplicationSelector[] InstancesOn(string cloudId) =>
        _filter.Applications.Count == 0
            ? [ApplicationSelector.AllOf(cloudId)]
            : _filter.Applications.Select(application => application with { CloudId = cloudId }).ToArray();

    private static bool IsHere(ApplicationActivity activity, string cloudId) =>
        ApplicationSelector.AllOf(cloudId).Matches(activity.ResourceId, activity.Application) != false;

    private async Task<ExternalUser> WithBelongingAsync(ExternalUser user, CancellationToken cancellationToken)
    {
        try
        {
            var (groups, applications) = await _queries.BelongingAsync(user.AccountId, cancellationToken).ConfigureAwait(false);
            return user with { Groups = groups, Applications = applications };
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == 404)
        {
            // The user was deleted after the page was read.
            _listing.Warn(
                $"'{_source}' no longer has the user {user.Name} ({user.AccountId}), who was in its list. The groups and applications of the user are empty."
            );
            return user;
        }
        catch (ServiceException exception)
        {
            throw new IncompleteListException(
                $"The groups and applications of {user.Name} ({user.AccountId}) cannot be read from '{_source}'. "
                    + $"{Invariant.Count(_written, "user")} {(_written == 1 ? "was" : "were")} written before. {exception.Message}",
                exception.Recommendation,
                _written,
                exception
            );
        }
    }
}
