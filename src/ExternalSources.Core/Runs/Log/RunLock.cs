using System;
using System.IO;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Runs.Log;

/// <summary>The lock of the session that works on a run. The operating system releases it when the process ends, even in a crash.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or returns <see langword="null"/> when another session has it.</summary>
    public static RunLock? TryTake(string path)
    {
        try
        {
            var isNew = !File.Exists(path);
            // The file stays after the lock is released: another session may have just opened it, and would then lock a removed file.
            var runLock = new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
            if (isNew)
            {
                UnixPermissions.OwnerOnlyFile(path);
            }

            return runLock;
        }
        catch (IOException exception) when (StoreFiles.IsHeldByAnother(exception))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
