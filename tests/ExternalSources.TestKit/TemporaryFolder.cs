using System;
using System.IO;

namespace ExternalSources.TestKit;

/// <summary>A temporary folder for one test. Disposing it deletes the folder.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>The full path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("externalsources-test-").FullName;

    /// <summary>Returns the full path of a file or folder in it, without creating it.</summary>
    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a text file, and creates its folders.</summary>
    /// <returns>The full path of the file.</returns>
    public string Write(string relativePath, string text)
    {
        var path = Combine(relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        MakeWritable();
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>Restores the right to write, which a test can remove from files and folders.</summary>
    private void MakeWritable()
    {
        const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, OwnerAll);
        }

        foreach (var folder in Directory.EnumerateDirectories(Path, "*", SearchOption.AllDirectories))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, OwnerAll);
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }
    }
}
