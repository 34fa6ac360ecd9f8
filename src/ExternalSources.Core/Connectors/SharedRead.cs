using System;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors;

/// <summary>A read whose result several callers share. A read that failed or was cancelled has no result, so the next caller starts a new one.</summary>
internal sealed class SharedRead<T>
{
    private readonly object _lock = new();
    private Task<T>? _read;

    /// <summary>Returns the result of the last read, or of a new one.</summary>
    /// <param name="read">Starts a new read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <param name="isCurrent">Whether an earlier result can still be used. If it is <see langword="null"/>, every result can.</param>
    public async Task<T> GetAsync(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken, Func<T, bool>? isCurrent = null)
    {
        while (true)
        {
            Task<T> shared;
            var isNew = false;
            lock (_lock)
            {
                if (_read is { IsFaulted: false, IsCanceled: false } known)
                {
                    shared = known;
                }
                else
                {
                    shared = _read = read(cancellationToken);
                    isNew = true;
                }
            }

            try
            {
                var result = await shared.ConfigureAwait(false);
                if (isNew || isCurrent?.Invoke(result) != false)
                {
                    return result;
                }

                lock (_lock)
                {
                    // Another caller may have started a new read already.
                    _read = _read == shared ? null : _read;
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The caller that started the read has ended.
            }
        }
    }
}
