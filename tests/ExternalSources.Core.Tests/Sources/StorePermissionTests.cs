using System;
using System.IO;
using System.Threading;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

public sealed class StorePermissionTests : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Only_the_owner_may_read_the_folder_the_file_and_the_lock()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps a user's application data private by itself.");
            return;
        }

        var store = new SourceStore(_folder.Combine("new"));
        Save(store);

        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(store.Folder));
        Assert.Equal(OwnerFile, File.GetUnixFileMode(store.Path));
        Assert.Equal(OwnerFile, File.GetUnixFileMode(Path.Combine(store.Folder, "sources.lock")));
    }

    [Fact]
    public void A_file_that_others_could_read_is_private_again_after_the_next_write()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps a user's application data private by itself.");
            return;
        }

        var store = new SourceStore(_folder.Path);
        Save(store);
        File.SetUnixFileMode(store.Path, OwnerFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Save(store);

        Assert.Equal(OwnerFile, File.GetUnixFileMode(store.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static void Save(SourceStore store)
    {
        using var transaction = store.Lock(CancellationToken.None);
        transaction.Save(transaction.Content.With(SampleSource.Named("acme")));
    }
}
