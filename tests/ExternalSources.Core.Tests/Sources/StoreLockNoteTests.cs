using System;
using System.IO;
using System.Threading;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

/// <summary>The lock file records which process last wrote to a vault, so that processes can take turns.</summary>
public sealed class StoreLockNoteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> AllCultures => Cultures.All;

    [Fact]
    public void At_first_no_process_has_written()
    {
        using var transaction = Lock("one");
        Assert.Null(transaction.LastForeignVaultWrite());
    }

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void Another_process_learns_of_a_write_in_every_culture(string culture)
    {
        var last = Cultures.In(culture, () =>
        {
            using (var transaction = Lock("one"))
            {
                transaction.NoteVaultWrite(TestClock.Start.ToOffset(TimeSpan.FromHours(3)));
            }

            using var other = Lock("other");
            return other.LastForeignVaultWrite();
        });
        Assert.Equal(TestClock.Start, last);
    }

    [Fact]
    public void A_write_of_the_same_process_needs_no_wait()
    {
        using (var transaction = Lock("one"))
        {
            transaction.NoteVaultWrite(TestClock.Start);
        }

        using var again = Lock("one");
        Assert.Null(again.LastForeignVaultWrite());
    }

    [Fact]
    public void The_last_note_counts_whatever_was_read_or_noted_before()
    {
        using (var transaction = Lock("a-process-with-a-long-name"))
        {
            transaction.NoteVaultWrite(TestClock.Start);
            Assert.Null(transaction.LastForeignVaultWrite());
            transaction.NoteVaultWrite(TestClock.Start.AddSeconds(1));
        }

        using (var transaction = Lock("b"))
        {
            Assert.Equal(TestClock.Start.AddSeconds(1), transaction.LastForeignVaultWrite());
            transaction.NoteVaultWrite(TestClock.Start.AddSeconds(2));
        }

        using var third = Lock("c");
        Assert.Equal(TestClock.Start.AddSeconds(2), third.LastForeignVaultWrite());
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("one yesterday")]
    [InlineData("one 2026-07-01T12:00:00.0000000+00:00 two")]
    [InlineData("one 2026-07-01T12:0")]
    public void An_invalid_note_is_ignored(string text)
    {
        File.WriteAllText(_folder.Combine("sources.lock"), text);
        using var transaction = Lock("other");
        Assert.Null(transaction.LastForeignVaultWrite());
    }

    [Fact]
    public void On_a_full_disk_the_note_fails_as_a_write_of_the_store_does()
    {
        var store = new SourceStore(_folder.Path, new FullDiskFiles());
        using var transaction = store.Lock(CancellationToken.None);
        var exception = Assert.Throws<StoreException>(() => transaction.NoteVaultWrite(TestClock.Start));
        Assert.Equal(StoreFailure.WriteFailed, exception.Failure);
        Assert.Contains("No space left", exception.Message);
    }

    public void Dispose() => _folder.Dispose();

    private StoreTransaction Lock(string session) => new SourceStore(_folder.Path, new NamedFiles(session)).Lock(CancellationToken.None);

    private sealed class NamedFiles(string session) : StoreFiles
    {
        public override string Session => session;
    }

    private sealed class FullDiskFiles : StoreFiles
    {
        public override StoreLock? Lock(string path, CancellationToken cancellationToken) => new(new FullDisk(), Session);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left on device", 28);
    }
}
