using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

public sealed class StoreLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Writers_take_turns_and_none_of_their_sources_is_lost()
    {
        const int Writers = 16;
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer => Task.Factory.StartNew(() => Add(writer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
        );
        Assert.Equal(Writers, new SourceStore(_folder.Path).Read().Sources.Select(source => source.Name).Distinct().Count());

        // Each writer has its own store, like each process.
        void Add(int writer)
        {
            using var transaction = new SourceStore(_folder.Path).Lock(CancellationToken.None);
            transaction.Save(transaction.Content.With(SampleSource.Named("writer" + writer.ToString(CultureInfo.InvariantCulture))));
        }
    }

    [Fact]
    public void A_lock_that_is_not_released_is_a_busy_error_after_the_wait()
    {
        using var holder = new SourceStore(_folder.Path).Lock(CancellationToken.None);
        var waiter = new SourceStore(_folder.Path, new StoreFiles { LockWait = TimeSpan.FromMilliseconds(1) });

        var exception = Assert.Throws<StoreException>(() => waiter.Lock(CancellationToken.None));

        Assert.Equal(StoreFailure.Busy, exception.Failure);
        Assert.Contains("Another session has been writing", exception.Message);
        Assert.Contains("1 second.", exception.Message);
        Assert.Contains("run the command again", exception.Recommendation);
    }

    [Fact]
    public void The_wait_is_limited_by_default() => Assert.InRange(new StoreFiles().LockWait, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));

    [Fact]
    public void A_released_lock_is_free_at_once_and_a_reader_needs_no_lock()
    {
        var store = new SourceStore(_folder.Path, new StoreFiles { LockWait = TimeSpan.Zero });
        using (var first = store.Lock(CancellationToken.None))
        {
            first.Save(first.Content.With(SampleSource.Named("acme")));
            Assert.Single(store.Read().Sources);
        }

        using var second = store.Lock(CancellationToken.None);
        Assert.Single(second.Content.Sources);
    }

    [Fact]
    public async Task A_waiting_writer_continues_when_the_lock_is_free()
    {
        var holder = new SourceStore(_folder.Path).Lock(CancellationToken.None);
        var waiting = Task.Factory.StartNew(
            () => new SourceStore(_folder.Path).Lock(CancellationToken.None),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        holder.Save(holder.Content.With(SampleSource.Named("acme")));
        Assert.False(waiting.IsCompleted);
        holder.Dispose();

        using var transaction = await waiting.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Single(transaction.Content.Sources);
    }

    [Fact]
    public void A_transaction_reads_what_was_written_while_it_waited_not_what_was_there_before()
    {
        var store = new SourceStore(_folder.Path);
        Assert.Empty(store.Read().Sources);
        using (var other = new SourceStore(_folder.Path).Lock(CancellationToken.None))
        {
            other.Save(other.Content.With(SampleSource.Named("acme")));
        }

        using var transaction = store.Lock(CancellationToken.None);
        Assert.Single(transaction.Content.Sources);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_at_once()
    {
        using var holder = new SourceStore(_folder.Path).Lock(CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();
        var waiting = Task.Factory.StartNew(
            () => new SourceStore(_folder.Path).Lock(cancellation.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(watch.Elapsed < new StoreFiles().LockWait / 2, $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void A_cancelled_writer_does_not_take_a_free_lock()
    {
        var store = new SourceStore(_folder.Path);
        Assert.ThrowsAny<OperationCanceledException>(() => store.Lock(new CancellationToken(canceled: true)));
        using var transaction = new SourceStore(_folder.Path, new StoreFiles { LockWait = TimeSpan.Zero }).Lock(CancellationToken.None);
        Assert.Empty(transaction.Content.Sources);
    }

    [Fact]
    public void A_file_that_cannot_be_read_releases_the_lock()
    {
        System.IO.File.WriteAllText(_folder.StorePath, "damaged");
        var store = new SourceStore(_folder.Path, new StoreFiles { LockWait = TimeSpan.Zero });
        Assert.Throws<StoreException>(() => store.Lock(CancellationToken.None));
        System.IO.File.Delete(_folder.StorePath);
        using var transaction = store.Lock(CancellationToken.None);
        Assert.Empty(transaction.Content.Sources);
    }

    public void Dispose() => _folder.Dispose();
}
