using System.Management.Automation;

namespace ExternalSources.Commands.Users;

/// <summary>Which of the objects -Skip and -First let through.</summary>
internal sealed class PageWindow
{
    private readonly ulong _first;
    private ulong _skip;
    private ulong _taken;

    public PageWindow(PagingParameters paging)
    {
        _skip = paging.Skip;
        _first = paging.First;
    }

    public bool IsFull => _taken >= _first;

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
