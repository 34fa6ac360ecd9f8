using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace ExternalSources;

/// <summary>
/// Whether the service shows activity to the key at all. To one that may not see any, everybody looks as if they had never been active, and whoever
/// never was is a candidate for deactivation: so nobody counts as that before somebody's activity was seen.
/// </summary>
internal sealed class ActivityRight
{
    private readonly OrganizationLists _lists;
    private bool? _isShown;

    public ActivityRight(OrganizationLists lists) => _lists = lists;

    /// <summary>The same users; of those of whom nothing is recorded nothing is known, unless activity is shown.</summary>
    public async Task<IReadOnlyList<ExternalUser>> CheckAsync(IReadOnlyList<ExternalUser> users, CancellationToken cancellationToken)
    {
        if (_isShown != true && users.Any(IsActive))
            _isShown = true;
        if (_isShown == true || !users.Any(user => user.ActivityKnown))
            return users;
        // In an organization that is in use somebody of the first hundred was active.
        _isShown ??= (await _lists.FirstUsersAsync(new JObject { ["expand"] = new JArray("productAccess") }, cancellationToken).ConfigureAwait(false)).Any(IsActive);
        return _isShown.Value ? users : users.Select(user => user with { ActivityKnown = false }).ToArray();
    }

    private static bool IsActive(ExternalUser user) => user.LastActive is not null;
}
