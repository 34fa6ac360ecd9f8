using System.IO;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Runs.Log;

/// <summary>Opens the files of logs. Tests override it to bring on a full disk.</summary>
internal class RunFiles
{
    public virtual Stream Open(string path, bool isNew)
    {
        // Without a buffer of its own: what has been written is with the system, and outlives the process.
        var stream = new FileStream(path, isNew ? FileMode.CreateNew : FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 1);
        try
        {
            UnixPermissions.OwnerOnlyFile(path);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
