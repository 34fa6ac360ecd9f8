using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>
/// What no list of a site tells: activity, which an organization knows, and groups and applications, which take a request a user. It is asked for in
/// small pieces, so that users are written as they become complete, and whoever wants three does not pay for a page.
/// </summary>
internal sealed class JiraUserDetails
{
    /// <summary>How many accounts an organization tells in one request.</summary>
    private const int AccountsARequest = 50;

    private readonly JiraQueries _queries;
    private readonly string _source;
    private readonly UserFilter _filter;
    private readonly UserListing _listing;
    private readonly OrderedMerge _activity;
    private readonly OrderedMerge _belonging;
    private int _written;

    public JiraUserDetails(JiraQueries queries, string source, UserFilter filter, UserListing listing)
    {
        _queries = queries;
        _source = source;
        _filter = filter;
        _listing = listing;
        _activity = new OrderedMerge(listing.MaxConcurrency);
        _belonging = new OrderedMerge(listing.MaxConcurrency);
    }

    /// <summary>Writes those users whose activity fits, with what was asked for.</summary>
    public Task AddAsync(IReadOnlyList<ExternalUser> users, CancellationToken cancellationToken) =>
        _filter.Activity is null
            ? AddBelongingAsync(users, cancellationToken)
            : _activity.ReadAsync(Batch.Of(users, AccountsARequest), WithActivityAsync, page => AddBelongingAsync(page, cancellationToken), cancellationToken);

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
        var known = await _listing.Activity!.ReadActivityAsync(users.Select(user => user.AccountId).ToArray(), cancellationToken).ConfigureAwait(false);
        var active = new List<ExternalUser>();
        foreach (var user in users)
        {
            // Whom no organization covers nobody knows anything of.
            var current = known.TryGetValue(user.AccountId, out var told)
                ? user with
                {
                    LastActive = told.LastActive,
                    Activity = told.Activity,
                    ActivityKnown = told.ActivityKnown,
                    AddedToOrganization = told.AddedToOrganization,
                }
                : user;
            if (_listing.UnknownActivity.Accept(current, _filter.Activity!.Matches(current, _filter.Applications)))
            {
                active.Add(current with { LastActive = ActivityFilter.LastIn(current, _filter.Applications) });
            }
        }

        return active;
    }

    private async Task<ExternalUser> WithBelongingAsync(ExternalUser user, CancellationToken cancellationToken)
    {
        try
        {
            var (groups, applications) = await _queries.BelongingAsync(user.AccountId, cancellationToken).ConfigureAwait(false);
            return user with { Groups = groups, Applications = applications };
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == 404)
        {
            // Somebody who was deleted since the page was read.
            _listing.Warn(
                $"'{_source}' no longer knows {user.Name} ({user.AccountId}), who was in its list a moment ago: groups and applications are left empty."
            );
            return user;
        }
        catch (ServiceException exception)
        {
            throw new IncompleteListException(
                $"The groups and applications of {user.Name} ({user.AccountId}) could not be read from '{_source}'; {Invariant.Count(_written, "user")} had been written. {exception.Message}",
                exception.Recommendation,
                _written,
                exception
            );
        }
    }
}
