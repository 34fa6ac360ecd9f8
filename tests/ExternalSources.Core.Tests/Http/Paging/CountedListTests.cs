using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http.Paging;

/// <summary>Lists whose pages contain the length, or whether they are the last. The reader compares this with the end.</summary>
public sealed class CountedListTests
{
    private readonly Handed<string> _handed = new();
    private readonly ListedRows _list = new(1262);

    private int _requests;

    [Fact]
    public async Task A_page_of_one_row_in_the_middle_is_not_the_end()
    {
        await ReadAsync(
            (start, count) => new OffsetPage<string>(_requests == 3 ? _list.Page(start, 1) : _list.Page(start, count), 1262, start + count > 1262),
            50
        );
        Assert.Equal(_list.Rows, _handed.Rows);
    }

    [Fact]
    public async Task A_complete_list_needs_no_extra_request()
    {
        await ReadAsync((start, count) => new OffsetPage<string>(_list.Page(start, count), 1262, start + count >= 1262), 50);
        Assert.Equal(_list.Rows, _handed.Rows);
        var plain = new ListedRows(1262);
        await plain.Open(50, 1).ReadAsync(new Handed<string>().TakeAsync, CancellationToken.None);
        Assert.Equal(plain.Requests.Count, _requests);
    }

    [Theory]
    [InlineData(1262, null, "counts 1262")]
    [InlineData(1262, false, "counts 1262")]
    [InlineData(null, false, "reports more rows")]
    public async Task An_end_that_contradicts_the_count_is_an_error_with_the_counts(int? total, bool? isLast, string says)
    {
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() =>
            ReadAsync(
                (start, count) => new OffsetPage<string>(start < 49 ? _list.Page(start, count) : _list.Page(start, 50 - Math.Min(50, start)), total, isLast),
                50
            )
        );
        Assert.Equal(50, exception.Read);
        Assert.Equal(50, _handed.Rows.Count);
        Assert.Contains("ends at row 50, but the service " + says, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_empty_page_before_the_end_is_not_the_end()
    {
        await ReadAsync(
            (start, count) => new OffsetPage<string>(_requests is 4 or 5 ? [.. _list.Page(start, 1).Take(5 - _requests)] : _list.Page(start, count), 1262),
            50
        );
        Assert.Equal(_list.Rows, _handed.Rows);
    }

    [Fact]
    public async Task A_list_that_became_shorter_is_complete()
    {
        await ReadAsync(
            (start, count) =>
            {
                if (_requests == 4)
                {
                    _list.Rows.RemoveRange(150, 1112);
                }

                return new OffsetPage<string>(_list.Page(start, count), _list.Rows.Count);
            },
            50
        );
        Assert.Equal(_list.Rows, _handed.Rows.Take(150));
    }

    [Fact]
    public async Task An_empty_list_that_the_service_counts_is_an_error()
    {
        var exception = await Assert.ThrowsAsync<IncompleteListException>(() => ReadAsync((_, _) => new OffsetPage<string>([], 52), 50));
        Assert.Equal(0, exception.Read);
        Assert.Equal(2, _requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_server_that_gives_the_same_rows_whatever_it_is_asked_for_is_an_error_and_no_endless_loop(int rows)
    {
        foreach (var page in new[] { _list.Page(0, rows), [.. Enumerable.Repeat("same", rows)] })
        {
            var exception = await Assert.ThrowsAsync<IncompleteListException>(() => ReadAsync((_, _) => new OffsetPage<string>(page), 50));
            Assert.Contains("The list of rows ", exception.Message, StringComparison.Ordinal);
        }
    }

    private Task ReadAsync(Func<int, int, OffsetPage<string>> answer, int pageSize) =>
        new OffsetList<string>(
            "rows",
            pageSize,
            1,
            row => row,
            (start, count, _) =>
            {
                _requests++;
                return Task.FromResult(answer(start, count));
            }
        ).ReadAsync(_handed.TakeAsync, CancellationToken.None);
}
