using System;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Http;

/// <summary>A place among the requests that may be under way at the same time. It is left once the answer is there; parsing it takes no place.</summary>
internal sealed class RequestSlot : IDisposable
{
    private SemaphoreSlim? _slots;

    private RequestSlot(SemaphoreSlim slots) => _slots = slots;

    /// <summary>Waits for a place. That is no time of the request's own, which begins afterwards.</summary>
    public static async Task<RequestSlot> EnterAsync(SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new RequestSlot(slots);
    }

    /// <summary>Leaves the place, if that has not been done.</summary>
    public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Release();
}
