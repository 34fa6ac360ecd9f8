using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http.Paging;

/// <summary>Records that the service could not read have a place in the list, but no id. They are counted, and hide no other rows.</summary>
public sealed class UnreadableRowTests
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(18)]
    [InlineData(9, 10)]
    [InlineData(8, 9, 10, 11, 12)]
    [InlineData(10, 11, 12, 13, 14, 15, 16, 17, 18)]
    [InlineData(9, 10, 11, 12, 13, 14, 15, 16, 17, 18)]
    [InlineData(0, 1, 2, 3, 4, 5, 6, 7, 8)]
    [InlineData(39)]
    [InlineData(36, 37, 38, 39)]
    [InlineData(31, 32, 33, 34, 35, 36, 37, 38, 39)]
    [InlineData(3, 9, 18, 27, 39)]
    public async Task They_are_counted_and_all_other_rows_are_read_in_order(params int[] gaps)
    {
        foreach (var maxConcurrency in new[] { 1, 4 })
        {
            var list = new ListedRows(40);
            var reading = Open(list, gaps, 10, maxConcurrency);
            var handed = new Handed<string>();
            await reading.ReadAsync(handed.TakeAsync, None);
            Assert.Equal(list.Rows.Where((_, place) => !gaps.Contains(place)), handed.Rows);
            Assert.Equal(gaps.Length, reading.Unreadable);
        }
    }

    [Fact]
    public async Task Unreadable_records_anywhere_and_any_page_size_hide_no_row()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var list = new ListedRows(random.Next(1, 60)) { Cap = random.Next(3, 12) };
            // A full page of them is an error.
            var gaps = Enumerable.Range(0, list.Rows.Count).Where(place => place % 2 == 1 && random.Next(3) == 0).ToArray();
            var reading = Open(list, gaps, 10, random.Next(1, 5));
            var handed = new Handed<string>();
            await reading.ReadAsync(handed.TakeAsync, None);
            Assert.Equal(list.Rows.Where((_, place) => !gaps.Contains(place)), handed.Rows);
            Assert.Equal(gaps.Length, reading.Unreadable);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    public async Task A_full_page_of_them_before_other_rows_is_an_error(int from)
    {
        var handed = new Handed<string>();
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() =>
            Open(new ListedRows(60), [.. Enumerable.Range(from, 25)], 10, 1).ReadAsync(handed.TakeAsync, None)
        );
        Assert.Equal(handed.Rows.Count, exception.Read);
        Assert.Contains("could not read", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    public async Task A_list_of_unreadable_records_ends(int length)
    {
        var reading = Open(new ListedRows(length), [.. Enumerable.Range(0, length)], 10, 1);
        var handed = new Handed<string>();
        await reading.ReadAsync(handed.TakeAsync, None);
        Assert.Empty(handed.Rows);
        Assert.Equal(length, reading.Unreadable);
    }

    [Fact]
    public async Task Rows_that_are_deleted_during_the_read_hide_no_row()
    {
        var list = new ListedRows(40);
        // The unreadable records move with the rows.
        var unreadable = Enumerable.Range(0, 40).Where(place => place is 9 or 10 or 18 or 27 or 28).Select(ListedRows.Name).ToHashSet();
        var requests = 0;
        var handed = new Handed<string>();
        await new OffsetList<string>(
            "rows",
            10,
            1,
            row => row,
            (start, count, _) =>
            {
                if (++requests == 3)
                {
                    list.Rows.RemoveRange(2, 2);
                }

                return Task.FromResult(new OffsetPage<string>([.. list.Page(start, count).Select(row => unreadable.Contains(row) ? null : row)]));
            }
        ).ReadAsync(handed.TakeAsync, None);
        Assert.Empty(list.Rows.Except(unreadable).Except(handed.Rows));
        Assert.Equal(handed.Rows.Count, handed.Rows.Distinct().Count());
    }

    [Fact]
    public async Task They_are_an_error_if_the_list_must_be_complete()
    {
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() =>
            Open(new ListedRows(40), [7, 8], 10, 1).ReadWholeAsync(_ => Task.CompletedTask, None)
        );
        Assert.Equal("The list of rows has 2 records that the service could not read. Before this error, 38 rows were read.", exception.Message);
    }

    private static OffsetList<string> Open(ListedRows list, IReadOnlyCollection<int> gaps, int pageSize, int maxConcurrency) =>
        new(
            "rows",
            pageSize,
            maxConcurrency,
            row => row,
            (start, count, _) =>
                Task.FromResult(new OffsetPage<string>([.. list.Page(start, count).Select((row, place) => gaps.Contains(start + place) ? null : row)]))
        );
}
