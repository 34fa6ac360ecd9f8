using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http.Paging;

/// <summary>
/// A list that changes while it is read. Each row that exists during the whole read is delivered once, or the reader reports that the list is
/// incomplete.
/// </summary>
public sealed class OffsetListModelTests
{
    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task A_row_that_exists_during_the_whole_read_is_read_once(int block)
    {
        for (var seed = block * 100; seed < (block + 1) * 100; seed++)
        {
            await ReadChangingAsync(seed);
        }
    }

    private static async Task ReadChangingAsync(int seed)
    {
        var random = new Random(seed);
        var list = Enumerable.Range(0, random.Next(0, 60)).Select(Name).ToList();
        var stayed = list.ToHashSet();
        var next = 1000;
        // With one row per page, pages share no row. A row that moves between two requests and back is not noticed.
        var cap = random.Next(2, 12);
        var changes = random.Next(0, 6);

        Task<IReadOnlyList<string>> Fetch(int start, int count, CancellationToken cancellationToken)
        {
            if (changes > 0 && random.Next(3) == 0)
            {
                changes--;
                if (random.Next(2) == 0 && list.Count > 0)
                {
                    var gone = random.Next(list.Count);
                    stayed.Remove(list[gone]);
                    list.RemoveAt(gone);
                }
                else
                {
                    list.Insert(random.Next(list.Count + 1), Name(next++));
                }
            }

            IReadOnlyList<string> page = [.. list.Skip(start).Take(Math.Min(count, cap))];
            return Task.FromResult(page);
        }

        var read = new List<string>();
        try
        {
            await new OffsetList<string>("rows", 10, random.Next(1, 5), row => row, Fetch).ReadAsync(
                page =>
                {
                    read.AddRange(page);
                    return Task.CompletedTask;
                },
                TestContext.Current.CancellationToken
            );
        }
        catch (IncompleteListException)
        {
            // The reader reported it. This must be rare: a list that does not change is always complete.
            Assert.True(next > 1000 || stayed.Count < 60);
            Assert.True(read.Distinct().Count() == read.Count, $"seed {seed}");
            return;
        }

        Assert.True(read.Distinct().Count() == read.Count, $"seed {seed}");
        Assert.True(!stayed.Except(read).Any(), $"seed {seed}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task A_list_that_does_not_change_is_read_in_order_with_any_page_size(int length)
    {
        var list = Enumerable.Range(0, length).Select(Name).ToArray();
        foreach (var cap in new[] { 1, 2, 3, 7, 10 })
        {
            var read = new List<string>();
            await new OffsetList<string>(
                "rows",
                10,
                4,
                row => row,
                (start, count, _) => Task.FromResult<IReadOnlyList<string>>([.. list.Skip(start).Take(Math.Min(count, cap))])
            ).ReadAsync(
                page =>
                {
                    read.AddRange(page);
                    return Task.CompletedTask;
                },
                TestContext.Current.CancellationToken
            );
            Assert.Equal(list, read);
        }
    }

    private static string Name(int number) => number.ToString("D4", CultureInfo.InvariantCulture);
}
