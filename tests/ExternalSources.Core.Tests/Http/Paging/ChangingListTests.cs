using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http.Paging;

/// <summary>Lists that change between two requests. Each row that exists during the whole read is delivered once, or the read fails.</summary>
public sealed class ChangingListTests
{
    private const int PageSize = 5;

    [Fact]
    public async Task A_row_deleted_between_any_two_requests_loses_no_other()
    {
        var incomplete = 0;
        for (var request = 2; request <= 10; request++)
        {
            for (var row = 0; row < 33; row++)
            {
                incomplete += await ReadAsync(33, (rows, number) =>
                {
                    if (number == request)
                    {
                        rows.Remove(ListedRows.Name(row));
                    }
                }) ? 0 : 1;
            }
        }

        Assert.Equal(0, incomplete);
    }

    [Fact]
    public async Task A_row_added_between_any_two_requests_hides_and_repeats_none()
    {
        for (var request = 2; request <= 10; request++)
        {
            for (var place = 0; place <= 33; place++)
            {
                Assert.True(await ReadAsync(33, (rows, number) =>
                    {
                        if (number == request)
                        {
                            rows.Insert(Math.Min(place, rows.Count), "added");
                        }
                    }));
            }
        }
    }

    [Fact]
    public async Task One_row_deleted_and_another_added_at_once_hide_none()
    {
        for (var request = 2; request <= 9; request++)
        {
            for (var deleted = 0; deleted < 33; deleted += 2)
            {
                for (var place = 0; place <= 32; place++)
                {
                    Assert.True(await ReadAsync(33, (rows, number) =>
                        {
                            if (number != request)
                            {
                                return;
                            }

                            rows.Remove(ListedRows.Name(deleted));
                            rows.Insert(Math.Min(place, rows.Count), "added");
                        }));
                }
            }
        }
    }

    [Theory]
    [InlineData(4, 5)]
    [InlineData(3, 5)]
    [InlineData(0, 4)]
    [InlineData(0, 5)]
    [InlineData(5, 9)]
    [InlineData(0, 33)]
    [InlineData(2, 12)]
    [InlineData(20, 33)]
    public async Task A_whole_stretch_that_disappears_leaves_the_rest_complete_or_an_error(int from, int to)
    {
        for (var request = 2; request <= 9; request++)
        {
            await ReadAsync(33, (rows, number) =>
            {
                if (number == request)
                {
                    rows.RemoveAll(row => string.CompareOrdinal(row, ListedRows.Name(from)) >= 0 && string.CompareOrdinal(row, ListedRows.Name(to)) < 0);
                }
            });
        }
    }

    [Fact]
    public async Task A_list_of_which_nothing_is_left_is_an_error() => Assert.False(await ReadAsync(33, (rows, number) =>
            {
                if (number == 3)
                {
                    rows.Clear();
                }
            }));

    [Fact]
    public async Task Any_changes_at_any_time_with_concurrent_requests_in_any_order_lose_no_row()
    {
        var complete = 0;
        for (var seed = 1; seed <= 3000; seed++)
        {
            complete += await Task.Run(() => ReadAtRandomAsync(seed), TestContext.Current.CancellationToken) ? 1 : 0;
        }

        // An error is allowed, but must be rare.
        Assert.True(complete > 2500, $"{complete} of 3000 lists were complete.");
    }

    /// <summary>Reads a list that changes before its requests are served.</summary>
    /// <returns>Whether the list was read to its end; otherwise, the read failed.</returns>
    private static async Task<bool> ReadAsync(int length, Action<List<string>, int> change)
    {
        var complete = true;
        foreach (var maxConcurrency in new[] { 1, 4 })
        {
            var list = new ListedRows(length);
            var always = list.Rows.ToHashSet();
            list.Meanwhile = number =>
            {
                change(list.Rows, number);
                always.IntersectWith(list.Rows);
            };
            complete &= await IsCompleteAsync(handed => list.Open(PageSize, maxConcurrency).ReadAsync(handed.TakeAsync, CancellationToken.None), always);
        }

        return complete;
    }

    private static async Task<bool> ReadAtRandomAsync(int seed)
    {
        var random = new Random(seed);
        var list = new ListedRows(random.Next(0, 60)) { Cap = random.Next(2, 9) };
        var always = list.Rows.ToHashSet();
        var order = list.Rows.ToList();
        var changes = random.Next(1, 6);
        var likelihood = random.NextDouble() / 2;
        var server = new SlowServer(list, seed)
        {
            Meanwhile = dice =>
            {
                for (var i = 0; i < changes && dice.NextDouble() < likelihood; i++)
                {
                    Change(list.Rows, order, dice);
                }

                always.IntersectWith(list.Rows);
            },
        };
        return await IsCompleteAsync(
            async handed =>
            {
                var reading = server.Open(random.Next(3, 9), random.Next(1, 6)).ReadAsync(handed.TakeAsync, CancellationToken.None);
                server.ServeUntil(reading);
                await reading;
            },
            always
        );
    }

    // Rows keep their order. A row that returns has its old place.
    private static void Change(List<string> rows, List<string> order, Random dice)
    {
        switch (dice.Next(3))
        {
            case 0 when rows.Count > 0:
                rows.RemoveAt(dice.Next(rows.Count));
                break;
            case 1:
                var gone = order.Except(rows).ToArray();
                if (gone.Length > 0)
                {
                    var back = gone[dice.Next(gone.Length)];
                    var following = order.Skip(order.IndexOf(back) + 1).FirstOrDefault(rows.Contains);
                    rows.Insert(following is null ? rows.Count : rows.IndexOf(following), back);
                }

                break;
            default:
                var added = $"added-{order.Count}";
                order.Add(added);
                rows.Add(added);
                break;
        }
    }

    private static async Task<bool> IsCompleteAsync(Func<Handed<string>, Task> readAsync, IReadOnlySet<string> always)
    {
        var handed = new Handed<string>();
        var complete = true;
        try
        {
            await readAsync(handed);
            Assert.Empty(always.Except(handed.Rows));
        }
        catch (IncompleteListException exception)
        {
            Assert.Equal(handed.Rows.Count, exception.Read);
            complete = false;
        }

        Assert.Equal(handed.Rows.Count, handed.Rows.Distinct().Count());
        return complete;
    }
}
