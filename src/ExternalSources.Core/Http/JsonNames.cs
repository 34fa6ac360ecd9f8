using Newtonsoft.Json;

namespace ExternalSources;

/// <summary>One text for each member name, instead of a new one each time it is read: a row has a dozen names, a list the same ones in every row.</summary>
internal sealed class JsonNames : JsonNameTable
{
    /// <summary>The services have some hundred names; what a broken one makes up is not kept.</summary>
    private const int Most = 1000;

    private readonly DefaultJsonNameTable _names = new();
    private int _count;

    public static JsonNames Shared { get; } = new();

    // Looking up needs no lock beside one that adds; a name that is just being added is at worst not found.
    public override string? Get(char[] key, int start, int length) => _names.Get(key, start, length) ?? Learn(key, start, length);

    private string? Learn(char[] key, int start, int length)
    {
        lock (_names)
        {
            if (_count >= Most)
                return null;
            _count++;
            return _names.Add(new string(key, start, length));
        }
    }
}
