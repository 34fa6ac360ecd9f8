using System;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http.Paging;

namespace ExternalSources.Core.Users;

/// <summary>
/// Counts the users that a filter by activity skips because their activity is unknown. If the activity of all users is unknown, that is an error: an
/// empty list would look as if no user matched.
/// </summary>
internal sealed class UnknownActivity
{
    private readonly object _lock = new();
    private readonly Action<int> _skipped;

    // A user of several lists is counted once.
    private readonly IdSet _users = new();
    private bool _isAnyKnown;
    private int _pending;

    /// <param name="skipped">Receives how many more users were skipped.</param>
    public UnknownActivity(Action<int> skipped) => _skipped = skipped;

    /// <summary>Records a user and the result of the filter; returns whether the user matches.</summary>
    /// <param name="user">The user.</param>
    /// <param name="matches">Whether the user's activity matches; <see langword="null"/> if it is unknown.</param>
    public bool Accept(ExternalUser user, bool? matches)
    {
        lock (_lock)
        {
            if ((user.ActivityKnown || matches is not null) && !_isAnyKnown)
            {
                _isAnyKnown = true;
                if (_pending > 0)
                {
                    _skipped(_pending);
                }

                _pending = 0;
            }

            if (matches is null && _users.Add(user.AccountId))
            {
                if (_isAnyKnown)
                {
                    _skipped(1);
                }
                else
                {
                    _pending++;
                }
            }
        }

        return matches == true;
    }

    /// <summary>Ends the lists of a source.</summary>
    /// <exception cref="InvalidInputException">The activity of all users is unknown.</exception>
    public void End(string source, string recommendation)
    {
        if (_pending > 0)
        {
            throw new InvalidInputException(
                "Source",
                $"The last activity of {Invariant.Count(_pending, "user")} of '{source}' is unknown. No connected source returns it for any of these users.",
                recommendation
            );
        }
    }
}
