namespace ExternalSources.Core.Runs.Safety;

/// <summary>Ends a source's part of a run when it fails again and again for one reason: the rest would fail the same way.</summary>
internal sealed class CircuitBreaker
{
    /// <summary>How many failures in a row are enough.</summary>
    public const int Limit = 5;

    private readonly object _lock = new();
    private string? _reason;
    private int _row;
    private volatile string? _tripped;

    /// <summary>The reason it has seen too often; <see langword="null"/> while there is none.</summary>
    public string? Tripped => _tripped;

    public void Succeeded()
    {
        lock (_lock)
        {
            _row = 0;
        }
    }

    /// <summary>Tells whether this was one too many.</summary>
    /// <param name="reason">What distinguishes the failure from others: a status and a code, not the words, which name the user.</param>
    /// <param name="message">The failure in words.</param>
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
