using System;
using System.IO;
using Xunit;

namespace ExternalSources.TestKit.Tests;

public sealed class TemporaryFolderTests
{
    [Fact]
    public void Dispose_deletes_the_folder_with_read_only_files_and_folders()
    {
        var folder = new TemporaryFolder();
        var file = folder.Write("deep/down/file.txt", "text");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Combine("deep", "down"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        File.SetAttributes(file, FileAttributes.ReadOnly);

        folder.Dispose();
        folder.Dispose();

        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void Each_folder_is_different()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();

        Assert.NotEqual(one.Path, two.Path);
        Assert.True(Directory.Exists(one.Path));
    }
}
