using System;
using Newtonsoft.Json;

namespace ExternalSources;

/// <summary>One buffer a thread for the JSON reader, instead of a new one a page.</summary>
internal sealed class JsonBuffers : IArrayPool<char>
{
    [ThreadStatic]
    private static char[]? _buffer;

    public static JsonBuffers Shared { get; } = new();

    public char[] Rent(int minimumLength)
    {
        var buffer = _buffer;
        _buffer = null;
        return buffer is not null && buffer.Length >= minimumLength ? buffer : new char[Math.Max(minimumLength, 4096)];
    }

    public void Return(char[]? array)
    {
        if (array is { Length: <= 64 * 1024 })
            _buffer = array;
    }
}
