using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors;

/// <summary>Splits lists into batches and runs requests concurrently.</summary>
internal static class Batch
{
    /// <summary>Splits a list into batches of at most <paramref name="size"/> items.</summary>
    public static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> all, int size)
    {
        for (var start = 0; start < all.Count; start += size)
        {
            yield return all.Skip(start).Take(size).ToArray();
        }
    }

    /// <summary>Sends a request for each item, several at the same time, and returns the results in order.</summary>
    public static async Task<IReadOnlyList<TResult>> AllAsync<T, TResult>(
        IReadOnlyList<T> items,
        int maxConcurrency,
        Func<T, CancellationToken, Task<TResult>> request,
        CancellationToken cancellationToken
    )
    {
        using var throttle = new SemaphoreSlim(maxConcurrency);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await Task.WhenAll(
                items.Select(async item =>
                {
                    await throttle.WaitAsync(cancellation.Token).ConfigureAwait(false);
                    try
                    {
                        return await request(item, cancellation.Token).ConfigureAwait(false);
                    }
                    catch
                    {
                        // After a failure, the other results have no use.
                        cancellation.Cancel();
                        throw;
                    }
                    finally
                    {
                        throttle.Release();
                    }
                })
            )
            .ConfigureAwait(false);
    }
}
