using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors;

/// <summary>Helps where many values have to be asked for with few requests.</summary>
internal static class Batch
{
    /// <summary>Cuts a list into pieces of at most <paramref name="size"/>.</summary>
    public static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> all, int size)
    {
        for (var start = 0; start < all.Count; start += size)
        {
            yield return all.Skip(start).Take(size).ToArray();
        }
    }

    /// <summary>Asks for each item, several at the same time, and gives the answers in order.</summary>
    public static async Task<IReadOnlyList<TResult>> AllAsync<T, TResult>(
        IReadOnlyList<T> items,
        int atATime,
        Func<T, CancellationToken, Task<TResult>> ask,
        CancellationToken cancellationToken
    )
    {
        using var throttle = new SemaphoreSlim(atATime);
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await Task.WhenAll(
                items.Select(async item =>
                {
                    await throttle.WaitAsync(abandon.Token).ConfigureAwait(false);
                    try
                    {
                        return await ask(item, abandon.Token).ConfigureAwait(false);
                    }
                    catch
                    {
                        // One that fails makes the others useless.
                        abandon.Cancel();
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
