using System;
using System.Net.Http;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Http;

/// <summary>
/// Ends the reading of an answer by closing it, where the stream does not heed its token. On .NET Framework not every stream does, and the answer is
/// closed at once. Elsewhere they do, and closing is the last resort: an answer that is closed while it is decompressed frees memory that is still
/// written to, and brings the process down.
/// </summary>
internal sealed class ReadEnd : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HttpResponseMessage _response;
    private int _isOver;

    public ReadEnd(HttpResponseMessage response) => _response = response;

    /// <summary>Whether answers may be closed while they are read, and must then not be decompressed at the same time.</summary>
    public static bool ClosesAtOnce { get; } = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    /// <summary>The read is to end now.</summary>
    public void Cancel()
    {
        if (ClosesAtOnce)
        {
            _response.Dispose();
        }
        else
        {
            _ = CloseLaterAsync();
        }
    }

    /// <summary>The read has ended.</summary>
    public void Dispose() => Volatile.Write(ref _isOver, 1);

    private async Task CloseLaterAsync()
    {
        await Task.Delay(Patience).ConfigureAwait(false);
        if (Volatile.Read(ref _isOver) == 0)
        {
            _response.Dispose();
        }
    }
}
