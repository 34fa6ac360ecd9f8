using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http.Paging;

/// <summary>Several lists are read at the same time, and their pages are delivered in the order of the lists.</summary>
public sealed class OrderedMergeTests
{
    private readonly List<string> _handed = [];
    private readonly List<int> _started = [];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task Pages_are_delivered_in_the_order_of_the_lists(int maxConcurrency)
    {
        await new OrderedMerge(maxConcurrency).ReadAsync<int, string>(
            Enumerable.Range(0, 10),
            async (list, write, _) =>
            {
                for (var page = 0; page < list % 5; page++)
                {
                    // Each list continues in another turn of the scheduler, so a later list can be faster.
                    await Task.Yield();
                    await write([$"{list}.{page}"]);
                }
            },
            TakeAsync,
            CancellationToken.None
        );
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(list => Enumerable.Range(0, list % 5).Select(page => $"{list}.{page}")), _handed);
    }

    [Fact]
    public async Task Only_the_first_list_is_read_until_a_page_is_taken()
    {
        var taken = new TaskCompletionSource();
        var reading = new OrderedMerge(4).ReadAsync<int, string>(
            Enumerable.Range(0, 6),
            async (list, write, _) =>
            {
                lock (_started)
                {
                    _started.Add(list);
                }

                await write([$"{list}"]);
            },
            async page =>
            {
                await taken.Task;
                await TakeAsync(page);
            },
            CancellationToken.None
        );
        Assert.Equal([0], _started);
        taken.SetResult();
        await reading;
        Assert.Equal(Enumerable.Range(0, 6), _started.Order());
        Assert.Equal(6, _handed.Count);
    }

    [Fact]
    public async Task No_more_than_the_maximum_of_lists_is_read_at_the_same_time()
    {
        var (now, most) = (0, 0);
        var two = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await new OrderedMerge(3).ReadAsync<int, string>(
            Enumerable.Range(0, 12),
            async (list, write, token) =>
            {
                var reading = Interlocked.Increment(ref now);
                lock (_started)
                {
                    most = Math.Max(most, reading);
                }

                // The first list ends early, because the others start only when its first page is taken.
                if (list > 0)
                {
                    if (reading > 1)
                    {
                        two.TrySetResult();
                    }

                    await two.Task.WaitAsync(token);
                }

                await write([$"{list}"]);
                Interlocked.Decrement(ref now);
            },
            TakeAsync,
            CancellationToken.None
        );
        Assert.InRange(most, 2, 3);
    }

    [Fact]
    public async Task A_list_waits_for_its_turn_with_two_pages()
    {
        var written = 0;
        var first = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        var reading = new OrderedMerge(2).ReadAsync<int, string>(
            [0, 1],
            async (list, write, _) =>
            {
                if (list == 0)
                {
                    await write(["0.0"]);
                    first.SetResult();
                    await held.Task;
                    return;
                }

                for (var page = 0; page < 5; page++)
                {
                    written++;
                    await write([$"1.{page}"]);
                }
            },
            TakeAsync,
            CancellationToken.None
        );
        await first.Task;
        Assert.Equal(2, written);
        held.SetResult();
        await reading;
        Assert.Equal(["0.0", "1.0", "1.1", "1.2", "1.3", "1.4"], _handed);
    }

    [Fact]
    public async Task A_failed_list_ends_the_read_after_the_earlier_pages()
    {
        var abandoned = false;
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new OrderedMerge(8).ReadAsync<int, string>(
                Enumerable.Range(0, 4),
                async (list, write, token) =>
                {
                    await write([$"{list}"]);
                    if (list == 1)
                    {
                        throw new InvalidOperationException();
                    }

                    if (list == 2)
                    {
                        token.Register(() => abandoned = true);
                        await write(["2.1"]);
                    }
                },
                TakeAsync,
                CancellationToken.None
            )
        );
        Assert.Equal(["0", "1"], _handed);
        Assert.True(abandoned);
    }

    [Fact]
    public async Task A_cancellation_ends_the_waiting_lists()
    {
        using var stop = new CancellationTokenSource();
        var reading = new OrderedMerge(8).ReadAsync<int, string>(
            Enumerable.Range(0, 4),
            async (list, write, token) =>
            {
                await write([$"{list}"]);
                if (list == 0)
                {
                    await Task.Delay(Timeout.Infinite, token);
                }

                await write([$"{list}"]);
            },
            TakeAsync,
            stop.Token
        );
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(["0"], _handed);
    }

    private Task TakeAsync(IReadOnlyList<string> page)
    {
        _handed.AddRange(page);
        return Task.CompletedTask;
    }
}
