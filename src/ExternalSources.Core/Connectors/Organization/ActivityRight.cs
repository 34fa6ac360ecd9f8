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
/// Whether the service shows activity to the key at all. To one that may not see any, everybody looks as if they had never been active, and whoever
/// never was is a candidate for deactivation: so nobody counts as that before somebody's activity was seen.
/// </summary>
internal sealed class ActivityRight
{
    /// <summary>How many pages of nobody who was active are enough to say that none is shown.</summary>
    private const int MostPages = 10;

    private readonly object _lock = new();
    private readonly OrganizationQueries _queries;
    private volatile bool _isShown;
    private Task<bool>? _verifier;

    public ActivityRight(OrganizationQueries queries) => _queries = queries;

    /// <summary>The same users; of those of whom nothing is recorded nothing is known, unless activity is shown.</summary>
    /// <param name="users">The users.</param>
    /// <param name="isWanted">Whether they are selected by it. Otherwise they are listed all the same where it cannot be found out.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<IReadOnlyList<ExternalUser>> CheckAsync(IReadOnlyList<ExternalUser> users, bool isWanted, CancellationToken cancellationToken)
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
        catch (ServiceException) when (!isWanted)
        {
            // Then it is not known.
        }

        return _isShown ? users : users.Select(user => user with { ActivityKnown = false }).ToArray();
    }

    private async Task<bool> IsShownAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<bool> look;
            // One that failed or was cancelled says nothing about the next.
            lock (_lock)
            {
                look = _verifier is { IsFaulted: false, IsCanceled: false } known ? known : _verifier = LookAsync(cancellationToken);
            }

            try
            {
                return await look.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // It was another list's, which has ended.
            }
        }
    }

    /// <summary>In an organization that is in use somebody of the first pages was active.</summary>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
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
            // That was enough.
        }

        return isShown;
    }

    private static bool IsActive(ExternalUser user) => user.LastActive is not null;
}
