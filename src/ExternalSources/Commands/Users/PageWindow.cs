namespace ExternalSources.Commands.Users;

/// <summary>Applies -Skip and -First to a sequence of objects.</summary>
internal sealed class PageWindow
{
    private readonly ulong _first;
    private ulong _skip;
    private ulong _taken;

    public PageWindow(ulong skip, ulong first)
    {
        _skip = skip;
        _first = first;
    }

    public bool IsFull => _taken >= _first;

    /// <summary>Counts the next object, and returns whether it is within the window.</summary>
    public bool Takes()
    {
        if (_skip > 0)
        {
            _skip--;
            return false;
        }

        if (IsFull)
        {
            return false;
        }

        _taken++;
        return true;
    }
}
