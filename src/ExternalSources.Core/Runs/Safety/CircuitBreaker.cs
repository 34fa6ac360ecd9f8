namespace ExternalSources.Core.Runs.Safety;

/// <summary>Ends a source's part of a run after several failures in a row for the same reason: the rest would fail the same way.</summary>
internal sealed class CircuitBreaker
{
    /// <summary>The number of failures in a row that trips the breaker.</summary>
    public const int Limit = 5;

    private readonly object _lock = new();
    private string? _reason;
    private int _row;
    private volatile string? _tripped;

    /// <summary>The message of the failure that tripped it; <see langword="null"/> while it is closed.</summary>
    public string? Tripped => _tripped;

    public void Succeeded()
    {
        lock (_lock)
        {
            _row = 0;
        }
    }

    /// <summary>Counts a failure, and returns whether it trips the breaker.</summary>
    /// <param name="reason">The kind of failure: a status and a code. The message names the user, so it differs each time.</param>
    /// <param name="message">The message of the failure.</param>
    public bool Failed(string reason, string message)
    {
        lock (_lock)
        {
            _row = reason == _reason ? _row + 1 : 1;
            _reason = reason;
            if (_row < Limit || _tripped is not null)
            {
                return false;
            }

            _tripped = message;
            return true;
        }
    }
}
