using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http.Paging;

public sealed class OffsetListTests
{
    private readonly Handed<string> _handed = new();

    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task A_list_of_any_length_is_read_once_and_in_order(int length)
    {
        foreach (var maxConcurrency in new[] { 1, 2, 3, 8, 32 })
        {
            var list = new ListedRows(length);
            var handed = new Handed<string>();
            await list.Open(10, maxConcurrency).ReadAsync(handed.TakeAsync, None);
            Assert.Equal(list.Rows, handed.Rows);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(99)]
    public async Task A_server_that_gives_fewer_rows_than_asked_for_without_saying_so_loses_none(int cap)
    {
        foreach (var length in new[] { 0, 1, 2, cap - 1, cap, cap + 1, (2 * cap) - 1, 2 * cap, 500 })
        {
            var list = new ListedRows(length) { Cap = cap };
            var handed = new Handed<string>();
            await list.Open(100).ReadAsync(handed.TakeAsync, None);
            Assert.Equal(list.Rows, handed.Rows);
        }
    }

    [Fact]
    public async Task A_server_that_caps_lower_from_some_page_on_loses_none()
    {
        var list = new ListedRows(500);
        list.Meanwhile = number => list.Cap = number > 5 ? 13 : 50;
        await list.Open(50).ReadAsync(_handed.TakeAsync, None);
        Assert.Equal(list.Rows, _handed.Rows);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(12)]
    public async Task A_short_page_in_the_middle_is_not_the_end(int number)
    {
        var list = new ListedRows(120);
        list.Meanwhile = request => list.Cap = request == number ? 3 : 10;
        await list.Open(10).ReadAsync(_handed.TakeAsync, None);
        Assert.Equal(list.Rows, _handed.Rows);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 2)]
    [InlineData(99, 2)]
    public async Task A_small_list_costs_two_requests_at_most(int length, int requests)
    {
        var list = new ListedRows(length);
        await list.Open(100, 32).ReadAsync(_handed.TakeAsync, None);
        Assert.Equal(requests, list.Requests.Count);
    }

    [Fact]
    public async Task Neighbouring_pages_share_one_row_and_nothing_more()
    {
        var list = new ListedRows(40);
        await list.Open(10, 1).ReadAsync(_handed.TakeAsync, None);
        Assert.Equal([0, 9, 18, 27, 36, 39], list.Requests.Select(request => request.Start));
        Assert.Equal([10, 9, 9, 9, 3], _handed.Pages);
    }

    [Fact]
    public async Task The_first_page_is_delivered_before_another_is_requested()
    {
        var list = new ListedRows(1000);
        var requests = new List<int>();
        await list.Open(10, 4)
            .ReadAsync(
                _ =>
                {
                    requests.Add(list.Requests.Count);
                    return Task.CompletedTask;
                },
                None
            );
        Assert.Equal([1, 5, 6, 7], requests.Take(4));
    }

    [Fact]
    public async Task A_caller_that_needs_only_the_first_page_causes_no_other_request()
    {
        var list = new ListedRows(1000);
        using var enough = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => list.Open(10, 4).ReadAsync(_ => enough.CancelAsync(), enough.Token));
        Assert.Single(list.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task Pages_arrive_in_any_order_and_never_more_than_so_many_are_under_way(int maxConcurrency)
    {
        var list = new ListedRows(300);
        await Task.Run(
            async () =>
            {
                var server = new SlowServer(list, seed: maxConcurrency);
                var reading = server.Open(10, maxConcurrency).ReadAsync(_handed.TakeAsync, None);
                server.ServeUntil(reading);
                await reading;
                Assert.Equal(maxConcurrency, server.Peak);
            },
            TestContext.Current.CancellationToken
        );
        Assert.Equal(list.Rows, _handed.Rows);
    }

    [Fact]
    public async Task A_page_that_fails_says_how_far_the_list_was_read()
    {
        var list = new ListedRows(1000);
        list.Meanwhile = number => _ = number == 7 ? throw new UnexpectedResponseException("The page is torn.", "Try again.") : 0;
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() => list.Open(10, 1).ReadAsync(_handed.TakeAsync, None));
        Assert.Equal(55, exception.Read);
        Assert.Equal("The list of rows broke off after 55 rows. The page is torn.", exception.Message);
        Assert.Equal("Try again.", exception.Recommendation);
        Assert.IsType<UnexpectedResponseException>(exception.InnerException);
        Assert.Equal(list.Rows.Take(55), _handed.Rows);
    }

    [Fact]
    public async Task Pages_before_a_failed_page_are_delivered()
    {
        var list = new ListedRows(1000);
        var second = new TaskCompletionSource<IReadOnlyList<string>>();
        var reading = new OffsetList<string>(
            "rows",
            10,
            3,
            row => row,
            (start, count, _) =>
                start switch
                {
                    0 => Task.FromResult(list.Page(0, count)),
                    9 => second.Task,
                    _ => Task.FromException<IReadOnlyList<string>>(new UnexpectedResponseException("Torn.", "Try again.")),
                }
        ).ReadAsync(_handed.TakeAsync, None);
        Assert.False(reading.IsCompleted);
        second.SetResult(list.Page(9, 10));
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() => reading);
        Assert.Equal(19, exception.Read);
        Assert.Equal(19, _handed.Rows.Count);
    }

    [Fact]
    public async Task A_concurrent_request_beyond_the_end_may_fail()
    {
        var list = new ListedRows(25);
        await new OffsetList<string>(
            "rows",
            10,
            8,
            row => row,
            (start, count, _) =>
                start <= 24
                    ? Task.FromResult(list.Page(start, count))
                    : Task.FromException<IReadOnlyList<string>>(new UnexpectedResponseException("There is nothing so far down.", "Stop."))
        ).ReadAsync(_handed.TakeAsync, None);
        Assert.Equal(list.Rows, _handed.Rows);
    }

    [Fact]
    public async Task An_error_of_the_caller_is_not_an_error_of_the_list()
    {
        var list = new ListedRows(100);
        await Assert.ThrowsAsync<InvalidOperationException>(() => list.Open(10).ReadAsync(_ => throw new InvalidOperationException(), None));
    }

    [Fact]
    public async Task After_a_cancellation_no_request_is_sent_and_the_current_ones_are_cancelled()
    {
        var list = new ListedRows(1000);
        var tokens = new List<CancellationToken>();
        using var stop = new CancellationTokenSource();
        var reading = new OffsetList<string>(
            "rows",
            10,
            4,
            row => row,
            async (start, count, token) =>
            {
                tokens.Add(token);
                if (start > 9)
                {
                    await Task.Delay(Timeout.Infinite, token);
                }

                return list.Page(start, count);
            }
        ).ReadAsync(_handed.TakeAsync, stop.Token);
        Assert.Equal(6, tokens.Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(6, tokens.Count);
        Assert.All(tokens, token => Assert.True(token.IsCancellationRequested));
    }

    [Fact]
    public async Task At_the_end_of_the_list_other_requests_are_cancelled()
    {
        var list = new ListedRows(25);
        var abandoned = new List<CancellationToken>();
        await new OffsetList<string>(
            "rows",
            10,
            8,
            row => row,
            async (start, count, token) =>
            {
                if (start > 24)
                {
                    abandoned.Add(token);
                    await Task.Delay(Timeout.Infinite, token);
                }

                return list.Page(start, count);
            }
        ).ReadAsync(_handed.TakeAsync, None);
        Assert.NotEmpty(abandoned);
        Assert.All(abandoned, token => Assert.True(token.IsCancellationRequested));
        Assert.Equal(list.Rows, _handed.Rows);
    }

    [Fact]
    public async Task A_list_that_always_changes_is_an_error_and_not_an_endless_loop()
    {
        var list = new ListedRows(5000);
        list.Meanwhile = _ => list.Rows.Insert(0, "new-" + Guid.NewGuid().ToString("N"));
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() => list.Open(10, 1).ReadAsync(_handed.TakeAsync, None));
        Assert.Contains("changed so much", exception.Message, StringComparison.Ordinal);
        Assert.Equal(_handed.Rows.Count, exception.Read);
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1000, 8)]
    [InlineData(300, 8)]
    public async Task A_page_that_takes_the_service_too_long_is_halved_and_no_row_is_lost(int slow, int maxConcurrency)
    {
        string[] rows = [.. Enumerable.Range(0, 3210).Select(number => "row " + number)];
        var sizes = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var list = new OffsetList<string>(
            "rows",
            1000,
            maxConcurrency,
            row => row,
            (start, count, _) =>
            {
                sizes.Enqueue(count);
                // The service gets slow after the first rows.
                return count >= slow && start >= 900 ? throw Slow() : Task.FromResult<IReadOnlyList<string>>([.. rows.Skip(start).Take(count)]);
            }
        );
        await list.ReadAsync(_handed.TakeAsync, None);
        Assert.Equal(rows, _handed.Rows);
        // Once the service has refused a page, no larger page is requested, except those that were on their way.
        Assert.InRange(sizes.Count(size => size >= slow), 1, 2 * maxConcurrency + 2);
    }

    [Fact]
    public async Task A_list_whose_smallest_pages_take_too_long_is_an_error_that_says_so()
    {
        var sizes = new List<int>();
        var list = new OffsetList<string>(
            "rows",
            1000,
            1,
            row => row,
            (_, count, _) =>
            {
                sizes.Add(count);
                return Task.FromException<IReadOnlyList<string>>(Slow());
            }
        );
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() => list.ReadAsync(_handed.TakeAsync, None));
        Assert.Contains("takes too long for the list of rows, even for pages of 15 rows", exception.Message, StringComparison.Ordinal);
        Assert.Equal([1000, 500, 250, 125, 62, 31, 15], sizes);
    }

    private static ServiceStatusException Slow() => new(409, null, null, "It takes longer than ten seconds.", "Request fewer rows.");
}
