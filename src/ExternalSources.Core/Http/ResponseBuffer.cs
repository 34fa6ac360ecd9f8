using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Http;

/// <summary>
/// The complete body of a response, in pieces that are reused for the next response. A single array that grows would leave its smaller copies on the
/// large object heap, which is collected last. They would take more memory than the list itself.
/// </summary>
internal sealed class ResponseBuffer : Stream
{
    /// <summary>Below the limit of the large object heap, which is 85,000 bytes.</summary>
    private const int PieceSize = 64 * 1024;

    private readonly List<byte[]> _pieces = new();
    private int _length;
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Replaces the content with the content of a stream, and moves to the beginning.</summary>
    /// <param name="source">The stream, which is read to its end.</param>
    /// <param name="maxLength">The maximum number of bytes to read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task FillAsync(Stream source, int maxLength, CancellationToken cancellationToken)
    {
        _length = 0;
        _position = 0;
        while (_length < maxLength)
        {
            if (_length == _pieces.Count * PieceSize)
            {
                _pieces.Add(new byte[PieceSize]);
            }

            var start = _length % PieceSize;
            // The token cancels a read at once. A StreamReader accepts no token, and closing a response may wait for the rest of the body.
            var count = await source
                .ReadAsync(_pieces[_length / PieceSize], start, Math.Min(PieceSize - start, maxLength - _length), cancellationToken)
                .ConfigureAwait(false);
            if (count == 0)
            {
                return;
            }

            _length += count;
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var start = _position % PieceSize;
        count = Math.Min(count, Math.Min(PieceSize - start, _length - _position));
        if (count <= 0)
        {
            return 0;
        }

        Buffer.BlockCopy(_pieces[_position / PieceSize], start, buffer, offset, count);
        _position += count;
        return count;
    }

    /// <summary>The last bytes of the content.</summary>
    public byte[] Tail(int maxLength)
    {
        var tail = new byte[Math.Min(maxLength, _length)];
        for (var i = 0; i < tail.Length; i++)
        {
            var at = _length - tail.Length + i;
            tail[i] = _pieces[at / PieceSize][at % PieceSize];
        }

        return tail;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
