using System;
using System.IO;
using System.Threading;
using ExternalSources.Core.Runs.Log;
using Xunit;

namespace ExternalSources.Module.Tests.Support;

/// <summary>A disk that a test makes full. It then writes half of the data and fails.</summary>
internal sealed class FullDisk : RunFiles
{
    private readonly object _lock = new();
    private bool _isFull;

    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _isFull;
            }
        }
        set
        {
            lock (_lock)
            {
                _isFull = value;
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Blocks the calling script until the disk is full.</summary>
    public void WaitUntilFull()
    {
        lock (_lock)
        {
            while (!_isFull)
            {
                Assert.True(Monitor.Wait(_lock, TimeSpan.FromSeconds(30)), "The disk did not become full.");
            }
        }
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
