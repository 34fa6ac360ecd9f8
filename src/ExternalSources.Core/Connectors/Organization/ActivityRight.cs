using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Finds out whether the service shows activity to the key, in any application or in a given one. Without the right to see it, all users look as if they
/// were never active, and users who were never active are candidates for deactivation. So no user counts as never active until some activity has been seen.
/// </summary>
internal sealed class ActivityRight
{
    /// <summary>After this many pages without any activity, the service counts as not showing it.</summary>
    private const int MostPages = 10;

    private readonly OrganizationQueries _queries;

    /// <summary>The applications whose activity the service shows, or <see langword="null"/> for any application.</summary>
    private readonly ConcurrentDictionary<string, bool> _shown = new();
    private readonly ConcurrentDictionary<string, SharedRead<bool>> _searches = new();

    public ActivityRight(OrganizationQueries queries) => _queries = queries;

    /// <summary>Returns the applications in which the service shows nobody's activity, although it was looked for.</summary>
    public IReadOnlyList<ApplicationSelector> Unused(IEnumerable<ApplicationSelector> applications) =>
        applications.Where(application => _searches.ContainsKey(application.ToString()) && !_shown.ContainsKey(application.ToString())).ToArray();

    /// <summary>Returns the users. Their activity is marked as unknown unless the service shows activity.</summary>
    /// <param name="users">The users.</param>
    /// <param name="seats">The applications whose activity matters, with their resources; <see langword="null"/> for any application.</param>
    /// <param name="isRequired">Whether the command needs the activity. If not, a failure to find out is no error.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<IReadOnlyList<ExternalUser>> CheckAsync(
        IReadOnlyList<ExternalUser> users,
        SeatSearch? seats,
        bool isRequired,
        CancellationToken cancellationToken
    )
    {
        var isShown = true;
        foreach (var application in seats is null ? [null] : seats.Applications.Cast<ApplicationSelector?>())
        {
            isShown &= await IsShownAsync(users, application, seats?.ResourceIds, isRequired, cancellationToken).ConfigureAwait(false);
        }

        return isShown ? users : users.Select(user => user with { ActivityKnown = false }).ToArray();
    }

    private async Task<bool> IsShownAsync(
        IReadOnlyList<ExternalUser> users,
        ApplicationSelector? application,
        IReadOnlyList<string>? resourceIds,
        bool isRequired,
        CancellationToken cancellationToken
    )
    {
        var key = application?.ToString() ?? string.Empty;
        if (_shown.ContainsKey(key))
        {
            return true;
        }

        if (users.Any(user => IsActive(user, application)))
        {
            return _shown[key] = true;
        }

        // Users of unknown activity stay as they are.
        if (!users.Any(user => user.ActivityKnown))
        {
            return true;
        }

        try
        {
            var search = _searches.GetOrAdd(key, static _ => new SharedRead<bool>());
            return await search.GetAsync(token => SearchAsync(application, resourceIds, token), cancellationToken).ConfigureAwait(false)
                && (_shown[key] = true);
        }
        catch (ServiceException) when (!isRequired)
        {
            // The activity stays unknown.
            return false;
        }
    }

    /// <summary>Looks for activity in the first pages. Of an application that is in use, some of those users used it.</summary>
    private async Task<bool> SearchAsync(ApplicationSelector? application, IReadOnlyList<string>? resourceIds, CancellationToken cancellationToken)
    {
        var query = new JObject { ["expand"] = new JArray("productAccess") };
        if (application is not null && resourceIds?.Where(id => application.Matches(id, null) == true).ToArray() is { Length: > 0 } ids)
        {
            query["resourceIds"] = new JArray(ids);
        }

        foreach (var part in SearchLimits.Users.Split(query))
        {
            if (await SearchAsync(part, application, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> SearchAsync(JObject query, ApplicationSelector? application, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (isShown, pages) = (false, 0);
        try
        {
            await _queries
                .Users(query)
                .ReadAsync(
                    page =>
                    {
                        isShown = page.Any(user => IsActive(user, application));
                        if (isShown || ++pages == MostPages)
                        {
                            enough.Cancel();
                        }

                        return Task.CompletedTask;
                    },
                    enough.Token
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The search has its result.
        }

        return isShown;
    }

    private static bool IsActive(ExternalUser user, ApplicationSelector? application) =>
        application is null ? user.LastActive is not null : ActivityFilter.LastIn(user, [application]) is not null;
}
