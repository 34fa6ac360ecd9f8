using System;
using System.Diagnostics;
using System.IO;
using System.Reflection;
using System.Text;
using System.Threading;

namespace ExternalSources.Core.Sources;

/// <summary>The store's operations on the disk. Tests override some of them to simulate a full disk or a crash.</summary>
internal class StoreFiles
{
    /// <summary>Identifies this process. Each process keeps the content of its vaults in memory.</summary>
    private static readonly string Process = Guid.NewGuid().ToString("N");

    // Only .NET 6 and later can resolve links. On .NET Framework, a file replaces the link.
    private static readonly Func<string, bool, FileSystemInfo?>? ResolveLinkTarget = (Func<string, bool, FileSystemInfo?>?)
        typeof(File)
            .GetMethod("ResolveLinkTarget", BindingFlags.Public | BindingFlags.Static, null, new[] { typeof(string), typeof(bool) }, null)
            ?.CreateDelegate(typeof(Func<string, bool, FileSystemInfo?>));

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(25);

    /// <summary>Identifies the writer.</summary>
    public virtual string Session => Process;

    /// <summary>How long a writer waits for another writer.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Removes the temporary files of a writer that was killed. The caller must hold the lock.</summary>
    public static void RemoveLeftovers(string path)
    {
        var target = LinkTarget(path);
        foreach (var leftover in Directory.GetFiles(Path.GetDirectoryName(target)!, Path.GetFileName(target) + ".*.tmp"))
        {
            Delete(leftover);
        }
    }

    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        UnixPermissions.OwnerOnlyFolder(folder);
    }

    public static bool IsReadOnly(string path) => File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0;

    /// <summary>The text of a file; <see langword="null"/> if the file does not exist.</summary>
    public virtual string? ReadText(string path)
    {
        try
        {
            // With full sharing, a writer can replace the file while it is read.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Takes an exclusive lock, which the system releases if the process ends; <see langword="null"/> if another writer holds it too long.</summary>
    public virtual StoreLock? Lock(string path, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var isNew = !File.Exists(path);
                // Without a buffer, a write that failed cannot fail again when the lock is released.
                var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
                if (isNew)
                {
                    UnixPermissions.OwnerOnlyFile(path);
                }

                return new StoreLock(stream, Session);
            }
            catch (IOException exception) when (IsHeldByAnother(exception))
            {
                if (watch.Elapsed > LockWait)
                {
                    return null;
                }

                cancellationToken.WaitHandle.WaitOne(LockPoll);
            }
        }
    }

    /// <summary>
    /// When another process wrote to a vault last, read from the lock's file without the lock. Returns <paramref name="now"/> while another session holds
    /// the lock, and <see langword="null"/> if the file cannot be read.
    /// </summary>
    public DateTimeOffset? LastForeignVaultWrite(string path, DateTimeOffset now)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return StoreLock.LastForeignVaultWrite(stream, Session);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            return now;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the content of a file in one step. The file is always complete, either old or new.</summary>
    public void Replace(string path, Action<Stream> write)
    {
        path = LinkTarget(path);
        var temporary = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            using (var stream = OpenTemporary(temporary))
            {
                UnixPermissions.OwnerOnlyFile(temporary);
                write(stream);
                Flush(stream);
            }

            Rename(temporary, path);
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    protected virtual Stream OpenTemporary(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    protected virtual void Rename(string from, string to)
    {
        if (File.Exists(to))
        {
            File.Replace(from, to, null);
        }
        else
        {
            File.Move(from, to);
        }
    }

    /// <summary>The file that a symbolic link leads to, so that a linked store keeps its link; otherwise the path itself.</summary>
    private static string LinkTarget(string path)
    {
        try
        {
            return ResolveLinkTarget?.Invoke(path, true)?.FullName ?? path;
        }
        catch (FileNotFoundException)
        {
            // The file does not exist yet.
            return path;
        }
    }

    private static void Flush(Stream stream)
    {
        // If the rename reached the disk before the content, the file would be empty after a power failure.
        if (stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            stream.Flush();
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Only the first error is reported.
        }
    }

    internal static bool IsHeldByAnother(IOException exception)
    {
        const int SharingViolation = unchecked((int)0x80070020);
        const int LockViolation = unchecked((int)0x80070021);
        const int WouldBlockLinux = 11;
        const int WouldBlockMac = 35;
        return exception.HResult is SharingViolation or LockViolation or WouldBlockLinux or WouldBlockMac;
    }
}
