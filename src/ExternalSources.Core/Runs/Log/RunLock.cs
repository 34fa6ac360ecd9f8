using System;
using System.IO;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Runs.Log;

/// <summary>The right to work on a run: a lock that the system gives up by itself when the process dies, however it dies.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; <see langword="null"/> when somebody else has it.</summary>
    public static RunLock? TryTake(string path)
    {
        try
        {
            var isNew = !File.Exists(path);
            // The file stays when the lock is given up: one that is removed may just have been opened by somebody else, who would then hold nothing.
            var hold = new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
            if (isNew)
            {
                UnixPermissions.OwnerOnlyFile(path);
            }

            return hold;
        }
        catch (IOException exception) when (StoreFiles.IsHeldByAnother(exception))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
