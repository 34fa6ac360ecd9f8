using System;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http.Paging;

namespace ExternalSources.Core.Users;

/// <summary>
/// Users whose activity nobody knows, so that a filter by activity leaves them out. Where it is nobody's at all, that is an error: an empty list would
/// look as if everybody were active, or nobody were.
/// </summary>
internal sealed class UnknownActivity
{
    private readonly object _lock = new();
    private readonly Action<int> _leftOut;

    // Somebody of several lists is told of once.
    private readonly IdSet _users = new();
    private bool _isTold;
    private int _held;

    /// <param name="leftOut">Told how many users more are left out.</param>
    public UnknownActivity(Action<int> leftOut) => _leftOut = leftOut;

    /// <summary>Notes a user who was looked at; returns whether their activity fits.</summary>
    public bool Takes(ExternalUser user, bool? fits)
    {
        lock (_lock)
        {
            if ((user.ActivityKnown || fits is not null) && !_isTold)
            {
                _isTold = true;
                if (_held > 0)
                {
                    _leftOut(_held);
                }

                _held = 0;
            }

            if (fits is null && _users.Add(user.AccountId))
            {
                if (_isTold)
                {
                    _leftOut(1);
                }
                else
                {
                    _held++;
                }
            }
        }

        return fits == true;
    }

    /// <summary>Ends the lists of a source.</summary>
    /// <exception cref="InvalidInputException">Of nobody it is known when they were active.</exception>
    public void End(string source, string recommendation)
    {
        if (_held > 0)
        {
            throw new InvalidInputException(
                "Source",
                $"When {Invariant.Count(_held, "user")} of '{source}' {(_held == 1 ? "was" : "were")} active is not known: nothing tells it of anybody.",
                recommendation
            );
        }
    }
}
