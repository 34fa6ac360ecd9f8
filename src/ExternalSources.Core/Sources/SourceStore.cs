using System;
using System.IO;
using System.Text;
using System.Threading;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>
/// The file that holds the sources. Readers need no lock, because a new version is written beside the file and renamed over it;
/// writers take turns.
/// </summary>
internal sealed class SourceStore
{
    /// <summary>The environment variable that names another folder.</summary>
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
                "This account has no folder for application data, so there is no place for the sources.",
                $"Set the environment variable {FolderVariable} to a folder of your choice."
            );
        }

        return System.IO.Path.Combine(data, "ExternalSources");
    }

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
                "Check who may read the file and its folder.",
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
                $"The file '{Path}' is damaged: {exception.Message}. It was left as it is.",
                "Repair it, or move it away and connect the sources anew; the keys are still in their vaults.",
                exception
            );
        }
        catch (NotSupportedException exception)
        {
            throw new StoreException(
                StoreFailure.NewerVersion,
                Path,
                $"The file '{Path}' was written by a newer version of ExternalSources (schema {exception.Message}; this version knows {Invariant.Text(StoreFormat.Version)}). It was left as it is.",
                "Update the module with Update-Module ExternalSources.",
                exception
            );
        }
    }

    /// <summary>When another process wrote to a vault last. Needs no lock: if another session holds it, that session may be writing now.</summary>
    public DateTimeOffset? LastForeignVaultWrite(DateTimeOffset now) => _files.LastForeignVaultWrite(_lockPath, now);

    /// <summary>Waits for the right to write, which lasts until the result is disposed of.</summary>
    public StoreTransaction Lock(CancellationToken cancellationToken)
    {
        try
        {
            StoreFiles.CreateFolder(Folder);
            if (StoreFiles.IsReadOnly(Path))
            {
                throw NotWritable("it is marked as read-only");
            }

            var handle = _files.Lock(_lockPath, cancellationToken)
                ?? throw new StoreException(
                    StoreFailure.Busy,
                    Path,
                    $"Another session has been writing '{Path}' for {Invariant.Duration(_files.LockWait)}.",
                    "Wait until the other session has finished (it may be asking somebody a question), and run the command again."
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

    /// <summary>Writes something of the store's, whose failures are the store's then.</summary>
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
            $"Check who may write the file and its folder, or set the environment variable {FolderVariable} to another folder.",
            inner
        );

    private StoreException WriteFailed(IOException exception) =>
        new(
            StoreFailure.WriteFailed,
            Path,
            $"Writing '{Path}' failed: {exception.Message.TrimEnd('.')}. The file is as it was before.",
            "Check that the disk is not full, and run the command again.",
            exception
        );
}

/// <summary>The right to write the store, and what it holds.</summary>
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
