using System.Threading.Tasks;
using ExternalSources.Core.Runs.Engine;
using Xunit;

namespace ExternalSources.Core.Tests.Runs.Engine;

/// <summary>A queue of limited length between a writer and a reader.</summary>
public sealed class AsyncQueueTests
{
    [Fact]
    public async Task A_full_queue_blocks_its_writer_and_keeps_its_items_at_the_end()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var queue = new AsyncQueue<int>(2);
        Assert.True(queue.TryAdd(1) && queue.TryAdd(2));
        Assert.False(queue.TryAdd(3));
        var adding = queue.AddAsync(3, cancellation);
        Assert.False(adding.IsCompleted);
        Assert.Equal([1], await queue.TakeAsync(1, cancellation));
        await adding;
        Assert.Equal([2, 3], queue.Rest());
        queue.Complete();
        Assert.Empty(await queue.TakeAsync(5, cancellation));
        Assert.Empty(await queue.TakeAsync(5, cancellation));
    }
}
