using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;

namespace ExternalSources.Core.Sources;

/// <summary>The store's dealings with the disk. Tests override single steps to bring on a full disk or a crash.</summary>
internal class StoreFiles
{
    /// <summary>Names this process; vaults keep their content in the memory of each process.</summary>
    private static readonly string Process = Guid.NewGuid().ToString("N");

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(25);

    /// <summary>Who writes.</summary>
    public virtual string Session => Process;

    /// <summary>How long a writer waits for another.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Removes what a writer that was killed left half-written. Only for the holder of the lock.</summary>
    public static void RemoveLeftovers(string path)
    {
        var target = LinkTarget.Of(path);
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

    /// <summary>The file's text; <see langword="null"/> when there is no such file.</summary>
    public virtual string? ReadText(string path)
    {
        try
        {
            // Sharing everything lets a writer put a new version in the file's place while it is read.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>An exclusive lock, which the system releases even when the process is killed; <see langword="null"/> when it was not to be had in time.</summary>
    public virtual StoreLock? Lock(string path, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var isNew = !File.Exists(path);
                // Without a buffer: what could not be written must not fail once more when the lock is given up.
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

    /// <summary>Puts new content in a file's place in one step: the file is the old one or the new one, never something between.</summary>
    public void Replace(string path, Action<Stream> write)
    {
        path = LinkTarget.Of(path);
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

    private static void Flush(Stream stream)
    {
        // A rename that reaches the disk before the content does would leave an empty file after a power cut.
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
            // The first error is the one to tell of.
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
