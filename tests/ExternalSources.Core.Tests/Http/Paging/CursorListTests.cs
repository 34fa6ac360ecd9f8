using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http.Paging;

public sealed class CursorListTests
{
    private readonly Handed<string> _handed = new();
    private readonly List<string?> _asked = [];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    public async Task A_list_is_read_to_the_page_without_a_cursor(int pages)
    {
        var rows = Enumerable.Range(0, pages * 3).Select(ListedRows.Name).ToArray();
        var count = await Open(cursor => Page(rows, cursor, 3)).ReadAsync(_handed.TakeAsync, CancellationToken.None);
        Assert.Equal(rows, _handed.Rows);
        Assert.Equal(rows.Length, count);
        Assert.Equal(Math.Max(1, pages), _asked.Count);
    }

    [Fact]
    public async Task An_empty_page_with_a_cursor_is_not_the_end()
    {
        await Open(cursor =>
                cursor switch
                {
                    null => new CursorPage<string>(["a"], "1"),
                    "1" => new CursorPage<string>([], "2"),
                    _ => new CursorPage<string>(["b"], null),
                }
            )
            .ReadAsync(_handed.TakeAsync, CancellationToken.None);
        Assert.Equal(["a", "b"], _handed.Rows);
        Assert.Equal([1, 1], _handed.Pages);
    }

    [Fact]
    public async Task Repeated_rows_are_delivered_and_counted_once()
    {
        var count = await Open(cursor => cursor is null ? new CursorPage<string>(["a", "b", "a"], "1") : new CursorPage<string>(["b", "c", "a"], null))
            .ReadAsync(_handed.TakeAsync, CancellationToken.None);
        Assert.Equal(["a", "b", "c"], _handed.Rows);
        Assert.Equal(3, count);
    }

    [Fact]
    public async Task A_second_read_delivers_new_rows_and_counts_all()
    {
        var rows = new List<string> { "a", "b", "c" };
        var list = Open(_ => new CursorPage<string>([.. rows], null));
        Assert.Equal(3, await list.ReadAsync(_handed.TakeAsync, CancellationToken.None));
        (rows[1], rows[2]) = ("d", "c");
        Assert.Equal(3, await list.ReadAsync(_handed.TakeAsync, CancellationToken.None));
        Assert.Equal(3, await list.ReadAsync(_handed.TakeAsync, CancellationToken.None));
        Assert.Equal(["a", "b", "c", "d"], _handed.Rows);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("1")]
    public async Task A_repeated_cursor_is_an_error_with_the_number_of_rows(string back)
    {
        var list = Open(cursor =>
            cursor switch
            {
                null => new CursorPage<string>(["a"], "1"),
                "1" => new CursorPage<string>(["b"], "2"),
                "2" => new CursorPage<string>(["c"], "3"),
                _ => new CursorPage<string>(["d"], back),
            }
        );
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() => list.ReadAsync(_handed.TakeAsync, CancellationToken.None));
        Assert.Equal(["a", "b", "c"], _handed.Rows);
        Assert.Equal(3, exception.Read);
        Assert.Contains("After 3 rows", exception.Message, StringComparison.Ordinal);
        Assert.Equal([null, "1", "2", "3"], _asked);
    }

    [Fact]
    public async Task A_page_that_fails_says_how_far_the_list_was_read()
    {
        var list = Open(cursor => cursor is null ? new CursorPage<string>(["a", "b"], "1") : throw new UnexpectedResponseException("Torn.", "Try again."));
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() => list.ReadAsync(_handed.TakeAsync, CancellationToken.None));
        Assert.Equal(2, exception.Read);
        Assert.Equal("The list of rows broke off after 2 rows. Torn.", exception.Message);
        Assert.Equal(["a", "b"], _handed.Rows);
    }

    [Fact]
    public async Task The_next_page_is_requested_during_delivery_except_for_the_first_page()
    {
        var asked = new List<int>();
        var rows = Enumerable.Range(0, 50).Select(ListedRows.Name).ToArray();
        await Open(cursor => Page(rows, cursor, 10))
            .ReadAsync(
                page =>
                {
                    asked.Add(_asked.Count);
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
        Assert.Equal([1, 3, 4, 5, 5], asked);
    }

    [Fact]
    public async Task A_prefetched_page_is_requested_before_the_page_in_front_of_it_arrives()
    {
        var parsed = new TaskCompletionSource();
        var reading = new CursorList<string>(
            "rows",
            row => row,
            async (cursor, prefetch, _) =>
            {
                _asked.Add(cursor);
                if (cursor != "1")
                {
                    return cursor is null ? new CursorPage<string>(["a"], "1") : new CursorPage<string>(["c"], null);
                }

                prefetch("2");
                await parsed.Task;
                return new CursorPage<string>(["b"], "2");
            }
        ).ReadAsync(_handed.TakeAsync, CancellationToken.None);
        Assert.Equal([null, "1", "2"], _asked);
        parsed.SetResult();
        Assert.Equal(3, await reading);
        Assert.Equal(["a", "b", "c"], _handed.Rows);
        Assert.Equal([null, "1", "2"], _asked);
    }

    [Theory]
    [InlineData("wrong", false)]
    [InlineData("wrong", true)]
    public async Task A_wrong_prefetch_changes_nothing(string guess, bool fails)
    {
        var rows = Enumerable.Range(0, 40).Select(ListedRows.Name).ToArray();
        var count = await new CursorList<string>(
            "rows",
            row => row,
            async (cursor, prefetch, _) =>
            {
                _asked.Add(cursor);
                prefetch(guess);
                await Task.Yield();
                if (cursor != guess)
                {
                    return Page(rows, cursor, 10);
                }

                return fails ? throw new UnexpectedResponseException("Torn.", "Try again.") : new CursorPage<string>(["stranger"], "elsewhere");
            }
        ).ReadAsync(_handed.TakeAsync, CancellationToken.None);
        Assert.Equal(rows, _handed.Rows);
        Assert.Equal(rows.Length, count);
        Assert.Contains(guess, _asked);
    }

    [Fact]
    public async Task At_most_one_page_is_prefetched_and_none_after_the_first_page()
    {
        var rows = Enumerable.Range(0, 60).Select(ListedRows.Name).ToArray();
        var asked = new List<int>();
        await new CursorList<string>(
            "rows",
            row => row,
            (cursor, prefetch, _) =>
            {
                _asked.Add(cursor);
                var page = Page(rows, cursor, 10);
                if (page.Next is { } next)
                {
                    prefetch(next);
                }

                return Task.FromResult(page);
            }
        ).ReadAsync(
            _ =>
            {
                asked.Add(_asked.Count);
                return Task.CompletedTask;
            },
            CancellationToken.None
        );
        Assert.Equal([1, 3, 4, 5, 6, 6], asked);
    }

    [Fact]
    public async Task After_a_cancellation_no_request_is_sent_and_the_current_one_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var tokens = new List<CancellationToken>();
        var reading = new CursorList<string>(
            "rows",
            row => row,
            async (cursor, _, token) =>
            {
                tokens.Add(token);
                if (cursor is not null)
                {
                    await Task.Delay(Timeout.Infinite, token);
                }

                return new CursorPage<string>(["a"], "1");
            }
        ).ReadAsync(_handed.TakeAsync, stop.Token);
        Assert.Equal(2, tokens.Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(2, tokens.Count);
        Assert.True(tokens[1].IsCancellationRequested);
    }

    [Fact]
    public async Task An_error_of_the_caller_cancels_the_current_request()
    {
        var tokens = new List<CancellationToken>();
        var list = new CursorList<string>(
            "rows",
            row => row,
            async (cursor, _, token) =>
            {
                tokens.Add(token);
                if (cursor == "2")
                {
                    await Task.Delay(Timeout.Infinite, token);
                }

                return cursor is null ? new CursorPage<string>(["a"], "1") : new CursorPage<string>(["b"], "2");
            }
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            list.ReadAsync(page => page[0] == "b" ? throw new InvalidOperationException() : Task.CompletedTask, CancellationToken.None)
        );
        Assert.Equal(3, tokens.Count);
        Assert.True(tokens[2].IsCancellationRequested);
    }

    private static CursorPage<string> Page(string[] rows, string? cursor, int size)
    {
        var start = cursor is null ? 0 : int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
        return new CursorPage<string>([.. rows.Skip(start).Take(size)], start + size < rows.Length ? Invariant.Text(start + size) : null);
    }

    private CursorList<string> Open(Func<string?, CursorPage<string>> page) =>
        new(
            "rows",
            row => row,
            (cursor, _, token) =>
            {
                token.ThrowIfCancellationRequested();
                _asked.Add(cursor);
                try
                {
                    return Task.FromResult(page(cursor));
                }
                catch (ServiceException exception)
                {
                    return Task.FromException<CursorPage<string>>(exception);
                }
            }
        );
}
