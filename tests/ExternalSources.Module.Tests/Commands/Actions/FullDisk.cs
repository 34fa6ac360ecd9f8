using System.IO;
using System.Threading;
using ExternalSources.Core.Runs.Log;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>A disk that is full when a test says so: what is written then arrives by half.</summary>
internal sealed class FullDisk : RunFiles
{
    private int _isFull;

    public bool IsFull
    {
        get => Volatile.Read(ref _isFull) == 1;
        set => Volatile.Write(ref _isFull, value ? 1 : 0);
    }

    public override Stream Open(string path, bool isNew) => new Half(base.Open(path, isNew), this);

    private sealed class Half(Stream file, FullDisk disk) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void SetLength(long value) => file.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count)
        {
            file.Write(buffer, offset, disk.IsFull ? count / 2 : count);
            if (!disk.IsFull)
            {
                return;
            }

            file.Flush();
            throw new IOException("No space left on device.");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
