using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace ExternalSources.Core.Sources;

/// <summary>The exclusive lock on the store. Its file also records which process last wrote to a vault, and when.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly Stream _file;
    private readonly string _session;

    public StoreLock(Stream file, string session)
    {
        _file = file;
        _session = session;
    }

    /// <summary>When another process last wrote to a vault; <see langword="null"/> if this process did, or none.</summary>
    public DateTimeOffset? LastForeignVaultWrite() => LastForeignVaultWrite(_file, _session);

    /// <summary>When another process wrote to a vault last, as the lock's file says.</summary>
    public static DateTimeOffset? LastForeignVaultWrite(Stream file, string session)
    {
        file.Position = 0;
        using var reader = new StreamReader(file, Encoding.ASCII, false, 256, leaveOpen: true);
        var parts = reader.ReadToEnd().Split(' ');
        return
            parts.Length == 2
            && parts[0] != session
            && DateTimeOffset.TryParseExact(parts[1], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
    }

    /// <summary>Records that this process writes to a vault now.</summary>
    public void NoteVaultWrite(DateTimeOffset now)
    {
        var note = Encoding.ASCII.GetBytes(_session + " " + now.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        _file.SetLength(0);
        _file.Write(note, 0, note.Length);
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();
}
