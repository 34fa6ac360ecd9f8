using System;
using System.IO;
using System.Linq;
using System.Threading;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

/// <summary>After any failed write, the old file stays and no temporary file is left.</summary>
public sealed class StoreWriteFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public void A_full_disk_leaves_the_old_file_and_nothing_beside_it(int room) => AssertOldFileStays(new BrokenFiles { Room = room }, "No space left");

    [Fact]
    public void A_disk_that_is_full_when_the_file_is_flushed_leaves_the_old_file() =>
        AssertOldFileStays(new BrokenFiles { FailsToFlush = true }, "No space left");

    [Fact]
    public void A_rename_that_fails_leaves_the_old_file() => AssertOldFileStays(new BrokenFiles { FailsToRename = true }, "Device is busy");

    [Fact]
    public void A_full_disk_at_the_first_source_leaves_no_file_at_all()
    {
        var store = new SourceStore(_folder.Path, new BrokenFiles { Room = 10 });
        using (var transaction = store.Lock(CancellationToken.None))
        {
            Assert.Throws<StoreException>(() => transaction.Save(StoreContent.Empty.With(SampleSource.Full)));
        }

        Assert.Empty(store.Read().Sources);
        Assert.Equal(["sources.lock"], Files());
    }

    [Fact]
    public void After_a_failed_save_the_transaction_still_knows_the_old_content_and_may_try_again()
    {
        var files = new BrokenFiles { FailsToRename = true };
        var store = new SourceStore(_folder.Path, files);
        using var transaction = store.Lock(CancellationToken.None);
        Assert.Throws<StoreException>(() => transaction.Save(transaction.Content.With(SampleSource.Named("acme"))));
        Assert.Empty(transaction.Content.Sources);

        files.FailsToRename = false;
        transaction.Save(transaction.Content.With(SampleSource.Named("acme")));
        Assert.Single(store.Read().Sources);
    }

    [Fact]
    public void A_file_marked_read_only_is_not_written_and_says_so_before_any_work()
    {
        Save(new SourceStore(_folder.Path), "old");
        var before = File.ReadAllBytes(_folder.StorePath);
        File.SetAttributes(_folder.StorePath, FileAttributes.ReadOnly);

        var exception = Assert.Throws<StoreException>(() => new SourceStore(_folder.Path).Lock(CancellationToken.None));

        Assert.Equal(StoreFailure.NotWritable, exception.Failure);
        Assert.Contains("read-only", exception.Message);
        Assert.Contains(SourceStore.FolderVariable, exception.Recommendation);
        Assert.Equal(before, File.ReadAllBytes(_folder.StorePath));
        Assert.Equal("old", Assert.Single(new SourceStore(_folder.Path).Read().Sources).Name);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_failed_write_that_names_the_file()
    {
        File.WriteAllText(_folder.Combine("file"), string.Empty);
        var store = new SourceStore(_folder.Combine("file/folder"));

        var exception = Assert.Throws<StoreException>(() => store.Lock(CancellationToken.None));

        Assert.Equal(StoreFailure.WriteFailed, exception.Failure);
        Assert.Contains(store.Path, exception.Message);
    }

    [Fact]
    public void A_folder_without_write_permission_differs_from_a_full_disk()
    {
        var store = new SourceStore(_folder.Path, new BrokenFiles { Denied = true });
        using var transaction = store.Lock(CancellationToken.None);
        var exception = Assert.Throws<StoreException>(() => transaction.Save(StoreContent.Empty.With(SampleSource.Full)));
        Assert.Equal(StoreFailure.NotWritable, exception.Failure);
        Assert.Equal(["sources.lock"], Files());
    }

    public void Dispose() => _folder.Dispose();

    private static void Save(SourceStore store, string name)
    {
        using var transaction = store.Lock(CancellationToken.None);
        transaction.Save(transaction.Content.With(SampleSource.Named(name)));
    }

    private void AssertOldFileStays(BrokenFiles files, string words)
    {
        Save(new SourceStore(_folder.Path), "old");
        var before = File.ReadAllBytes(_folder.StorePath);

        var exception = Assert.Throws<StoreException>(() => Save(new SourceStore(_folder.Path, files), "new"));

        Assert.Equal(StoreFailure.WriteFailed, exception.Failure);
        Assert.Contains(words, exception.Message);
        Assert.Contains("was not changed", exception.Message);
        Assert.Equal(before, File.ReadAllBytes(_folder.StorePath));
        Assert.Equal(["sources.json", "sources.lock"], Files());
        Save(new SourceStore(_folder.Path), "later");
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.Path).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    private sealed class BrokenFiles : StoreFiles
    {
        public int? Room { get; init; }

        public bool FailsToFlush { get; init; }

        public bool Denied { get; init; }

        public bool FailsToRename { get; set; }

        protected override Stream OpenTemporary(string path)
        {
            if (Denied)
            {
                throw new UnauthorizedAccessException("Access to the path is denied.");
            }

            var stream = base.OpenTemporary(path);
            return Room is null && !FailsToFlush ? stream : new FullDisk(stream, Room ?? int.MaxValue, FailsToFlush);
        }

        protected override void Rename(string from, string to)
        {
            if (FailsToRename)
            {
                throw new IOException("Device is busy");
            }

            base.Rename(from, to);
        }
    }

    private sealed class FullDisk(Stream disk, int room, bool failsToFlush) : Stream
    {
        private int _room = room;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            var fits = Math.Min(count, _room);
            disk.Write(buffer, offset, fits);
            disk.Flush();
            _room -= fits;
            if (fits < count)
            {
                throw NoSpace();
            }
        }

        public override void Flush()
        {
            if (failsToFlush)
            {
                throw NoSpace();
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            disk.Dispose();
            base.Dispose(disposing);
        }

        private static IOException NoSpace() => new("No space left on device", 28);
    }
}
