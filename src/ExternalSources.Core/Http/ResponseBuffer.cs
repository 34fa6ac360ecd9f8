using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Http;

/// <summary>
/// The body of an answer, read whole before anybody looks into it, in pieces that are used again for the next one. One buffer that is doubled until a
/// large page fits would leave its smaller selves among the large objects, which are collected last: more memory than the list itself takes.
/// </summary>
internal sealed class ResponseBuffer : Stream
{
    /// <summary>Too small for the heap of large objects, which begins at 85,000 bytes.</summary>
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

    /// <summary>Replaces what it holds by what <paramref name="source"/> gives, to its end or to so many bytes; afterwards it is read from its beginning.</summary>
    public async Task FillAsync(Stream source, int most, CancellationToken cancellationToken)
    {
        _length = 0;
        _position = 0;
        while (_length < most)
        {
            if (_length == _pieces.Count * PieceSize)
            {
                _pieces.Add(new byte[PieceSize]);
            }

            var start = _length % PieceSize;
            // The token ends a read at once; a StreamReader takes none, and closing an answer may wait for the rest of it.
            var count = await source
                .ReadAsync(_pieces[_length / PieceSize], start, Math.Min(PieceSize - start, most - _length), cancellationToken)
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

    /// <summary>The last bytes, at most so many.</summary>
    public byte[] Tail(int most)
    {
        var tail = new byte[Math.Min(most, _length)];
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
