using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// Finds out whether the service shows activity to the key. Without the right to see it, all users look as if they were never active, and users who were
/// never active are candidates for deactivation. So no user counts as never active until some activity has been seen.
/// </summary>
internal sealed class ActivityRight
{
    /// <summary>After this many pages without any activity, the service counts as not showing it.</summary>
    private const int MostPages = 10;

    private readonly object _lock = new();
    private readonly OrganizationQueries _queries;
    private volatile bool _isShown;
    private Task<bool>? _search;

    public ActivityRight(OrganizationQueries queries) => _queries = queries;

    /// <summary>Returns the users. Their activity is marked as unknown unless the service shows activity.</summary>
    /// <param name="users">The users.</param>
    /// <param name="isRequired">Whether the command needs the activity. If not, a failure to find out is no error.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<IReadOnlyList<ExternalUser>> CheckAsync(IReadOnlyList<ExternalUser> users, bool isRequired, CancellationToken cancellationToken)
    {
        if (_isShown)
        {
            return users;
        }

        if (users.Any(IsActive))
        {
            _isShown = true;
        }

        if (_isShown || !users.Any(user => user.ActivityKnown))
        {
            return users;
        }

        try
        {
            if (await IsShownAsync(cancellationToken).ConfigureAwait(false))
            {
                _isShown = true;
            }
        }
        catch (ServiceException) when (!isRequired)
        {
            // The activity stays unknown.
        }

        return _isShown ? users : users.Select(user => user with { ActivityKnown = false }).ToArray();
    }

    private async Task<bool> IsShownAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<bool> search;
            // A search that failed or was cancelled has no result, so the next caller starts a new one.
            lock (_lock)
            {
                search = _search is { IsFaulted: false, IsCanceled: false } known ? known : _search = SearchAsync(cancellationToken);
            }

            try
            {
                return await search.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The list that started the search has ended.
            }
        }
    }

    /// <summary>Looks for activity in the first pages. In an organization that is in use, some of those users were active.</summary>
    private async Task<bool> SearchAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (isShown, pages) = (false, 0);
        try
        {
            await _queries
                .Users(new JObject { ["expand"] = new JArray("productAccess") }, null)
                .ReadAsync(
                    page =>
                    {
                        isShown = page.Any(IsActive);
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

    private static bool IsActive(ExternalUser user) => user.LastActive is not null;
}
