using System;
using System.IO;
using System.Text;
using System.Threading;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>
/// The file that contains the sources. Readers need no lock, because a writer creates a temporary file and renames it. Writers wait for
/// each other.
/// </summary>
internal sealed class SourceStore
{
    /// <summary>The environment variable that sets another folder.</summary>
    public const string FolderVariable = "EXTERNALSOURCES_HOME";

    private readonly StoreFiles _files;
    private readonly string _lockPath;

    public SourceStore(string folder, StoreFiles? files = null)
    {
        Folder = System.IO.Path.GetFullPath(folder);
        Path = System.IO.Path.Combine(Folder, "sources.json");
        _lockPath = System.IO.Path.Combine(Folder, "sources.lock");
        _files = files ?? new StoreFiles();
    }

    public string Folder { get; }

    public string Path { get; }

    /// <summary>The folder of the store in this session.</summary>
    /// <exception cref="StoreException">There is no such folder.</exception>
    public static string DefaultFolder()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder)
        {
            return folder;
        }

        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (data.Length == 0)
        {
            throw new StoreException(
                StoreFailure.NotReadable,
                FolderVariable,
                "The sources cannot be stored, because this account has no folder for application data.",
                $"Set the environment variable {FolderVariable} to a folder for the sources."
            );
        }

        return System.IO.Path.Combine(data, "ExternalSources");
    }

    /// <summary>Reads the store; the content is empty if there is no file.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public StoreContent Read()
    {
        string? text;
        try
        {
            text = _files.ReadText(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFailure.NotReadable,
                Path,
                $"The file '{Path}' cannot be read: {exception.Message}",
                "Check the permissions of the file and its folder.",
                exception
            );
        }

        if (text is null)
        {
            return StoreContent.Empty;
        }

        try
        {
            return StoreFormat.Read(text);
        }
        catch (FormatException exception)
        {
            throw new StoreException(
                StoreFailure.Corrupt,
                Path,
                $"The file '{Path}' is damaged: {exception.Message}. The file was not changed.",
                "Repair the file, or move it to another folder and connect the sources again. The keys are still in their vaults.",
                exception
            );
        }
        catch (NotSupportedException exception)
        {
            throw new StoreException(
                StoreFailure.NewerVersion,
                Path,
                $"The file '{Path}' has schema {exception.Message} of a newer version of ExternalSources. "
                    + $"This version supports schema {Invariant.Text(StoreFormat.Version)}. The file was not changed.",
                "To update the module, run Update-Module ExternalSources.",
                exception
            );
        }
    }

    /// <summary>When another process wrote to a vault last. Needs no lock: if another session holds it, that session may be writing now.</summary>
    public DateTimeOffset? LastForeignVaultWrite(DateTimeOffset now) => _files.LastForeignVaultWrite(_lockPath, now);

    /// <summary>Locks the store for writing, until the transaction is disposed.</summary>
    public StoreTransaction Lock(CancellationToken cancellationToken)
    {
        try
        {
            StoreFiles.CreateFolder(Folder);
            if (StoreFiles.IsReadOnly(Path))
            {
                throw NotWritable("it is read-only");
            }

            var handle = _files.Lock(_lockPath, cancellationToken)
                ?? throw new StoreException(
                    StoreFailure.Busy,
                    Path,
                    $"Another session has been writing the file '{Path}' for {Invariant.Duration(_files.LockWait)}.",
                    "Wait until the other session is finished, and run the command again. The other session may be waiting at a prompt."
                );
            try
            {
                StoreFiles.RemoveLeftovers(Path);
                return new StoreTransaction(this, handle, Read());
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw NotWritable(exception.Message, exception);
        }
        catch (IOException exception)
        {
            throw WriteFailed(exception);
        }
    }

    internal void Write(StoreContent content) => Write(() => _files.Replace(Path, stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false), 4096, leaveOpen: true);
                StoreFormat.Write(writer, content);
            }));

    /// <summary>Runs an action that writes to the store's files, and converts its errors.</summary>
    internal void Write(Action write)
    {
        try
        {
            write();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw NotWritable(exception.Message, exception);
        }
        catch (IOException exception)
        {
            throw WriteFailed(exception);
        }
    }

    private StoreException NotWritable(string reason, Exception? inner = null) =>
        new(
            StoreFailure.NotWritable,
            Path,
            $"The file '{Path}' cannot be written: {reason.TrimEnd('.')}. Nothing was saved.",
            $"Check the permissions of the file and its folder, or set the environment variable {FolderVariable} to another folder.",
            inner
        );

    private StoreException WriteFailed(IOException exception) =>
        new(
            StoreFailure.WriteFailed,
            Path,
            $"Writing the file '{Path}' failed: {exception.Message.TrimEnd('.')}. The file was not changed.",
            "Make sure that the disk is not full, and run the command again.",
            exception
        );
}

/// <summary>A locked store and its content.</summary>
internal sealed class StoreTransaction : IDisposable
{
    private readonly SourceStore _store;
    private readonly StoreLock _lock;

    public StoreTransaction(SourceStore store, StoreLock @lock, StoreContent content)
    {
        _store = store;
        _lock = @lock;
        Content = content;
    }

    public StoreContent Content { get; private set; }

    /// <summary>Writes the content, unless it has not changed.</summary>
    public void Save(StoreContent content)
    {
        if (ReferenceEquals(content, Content))
        {
            return;
        }

        _store.Write(content);
        Content = content;
    }

    /// <inheritdoc cref="StoreLock.LastForeignVaultWrite()"/>
    public DateTimeOffset? LastForeignVaultWrite() => _lock.LastForeignVaultWrite();

    /// <inheritdoc cref="StoreLock.NoteVaultWrite"/>
    public void NoteVaultWrite(DateTimeOffset now) => _store.Write(() => _lock.NoteVaultWrite(now));

    public void Dispose() => _lock.Dispose();
}
